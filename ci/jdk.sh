# shellcheck shell=bash
# Finds a JDK of the version that pom.xml asks for, or newer, and sets JAVA_HOME. Source it after lib.sh.
# Without one it ends the script, unless the variable jdk is "optional": then JAVA_HOME is empty.
wanted=$(sed -n 's/.*<java.version>\(.*\)<.*/\1/p' "$root/pom.xml")

jdk_homes() { # the PATH's first, then those in the usual folders of Linux, macOS and version managers
  local home
  for home in "$(command java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')" \
    "$(/usr/libexec/java_home -v "$wanted" 2>/dev/null || true)" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    {,"$HOME"}/Library/Java/JavaVirtualMachines/*/Contents/Home \
    {/opt/homebrew,/usr/local,/home/linuxbrew/.linuxbrew}/opt/openjdk*/libexec{,/openjdk.jdk/Contents/Home} \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "${ASDF_DATA_DIR:-$HOME/.asdf}"/installs/java/* \
    "${MISE_DATA_DIR:-$HOME/.local/share/mise}"/installs/java/*{,/Contents/Home} "$HOME"/.jdks/*; do
    [ -z "$home" ] || [ ! -x "$home/bin/javac" ] || (cd "$home" && pwd -P)
  done | awk '!seen[$0]++'
}
jdk_major() { # of the JDK at <home>, from the file that every JDK has: a JVM takes half a second to say it
  sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release" 2>/dev/null
}
jdk_suits() { [ -x "$1/bin/javac" ] && [ "$(jdk_major "$1" | grep . || echo 0)" -ge "$wanted" ]; }
jdk_find() { # the version asked for before a newer one, under which the compiler may know more warnings
  local newer=""
  if [ -n "${JAVA_HOME:-}" ] && jdk_suits "$JAVA_HOME"; then
    echo "$JAVA_HOME"
    return
  fi
  while read -r home; do
    jdk_suits "$home" || continue
    if [ "$(jdk_major "$home")" = "$wanted" ]; then
      echo "$home"
      return
    fi
    newer=${newer:-$home}
  done < <(jdk_homes)
  echo "$newer"
}

JAVA_HOME=$(jdk_find)
[ -n "$JAVA_HOME" ] || [ "${jdk:-}" = optional ] ||
  die "no JDK $wanted; found: $(jdk_homes | while read -r home; do printf '%s in %s; ' "$(jdk_major "$home")" "$home"; done)" "ci/doctor test"
export JAVA_HOME
