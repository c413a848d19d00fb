# Finds a JDK of at least the version that pom.xml asks for, and sets JAVA_HOME. Source it after lib.sh.
wanted=$(sed -n 's/.*<java.version>\(.*\)<.*/\1/p' "$root/pom.xml")
major() { "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p'; }
suits() { [ -x "$1/bin/javac" ] && [ "$(major "$1")" -ge "$wanted" ]; }
if [ -z "${JAVA_HOME:-}" ] || ! suits "$JAVA_HOME"; then
  for home in /usr/lib/jvm/*; do
    if suits "$home"; then export JAVA_HOME=$home; break; fi
  done
  suits "${JAVA_HOME:-/none}" || die "no JDK $wanted" "install one (for example temurin-$wanted-jdk), or point JAVA_HOME at it"
fi
