# shellcheck shell=bash
# Shared by the scripts of ci/: where things are kept, and how progress and errors look. Source it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Built tools and images outlive a checkout, so that a fresh clone starts warm.
cache=${ORDERFLOW_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/orderflow}
[ -d "$cache" ] || {
  mkdir -p "$cache"
  : >"$cache/.orderflow" # so that make clean-host knows the folder as ours
}

# The images are for the engine's own architecture, whatever somebody prefers elsewhere.
unset DOCKER_DEFAULT_PLATFORM

# An engine of ours is in a folder of its own; its client is newer than Debian 12's.
use_own_engine() { [ ! -d "$cache/engine/usr/bin" ] || export PATH="$cache/engine/usr/bin:$cache/engine/usr/sbin:$PATH"; }
use_own_engine

started=${ORDERFLOW_STARTED:-$(date +%s)}
export ORDERFLOW_STARTED=$started

elapsed() {
  local s=$(($(date +%s) - started))
  printf '%02d:%02d' $((s / 60)) $((s % 60))
}
say() { printf '%s  %s\n' "$(elapsed)" "$*"; }
die() {
  printf '%s  error: %s\n' "$(elapsed)" "$1" >&2
  [ -z "${2:-}" ] || printf '       try: %s\n' "$2" >&2
  exit 1
}

# wait_for <seconds> <what> <command...>: polls until the command succeeds, and prints the last line of its output every ten
# seconds. Exit code 3 of the command ends the wait at once. On failure, prints the command's whole last output.
wait_for() {
  local seconds=$1 what=$2 last code deadline=$((SECONDS + $1)) reported=$SECONDS
  shift 2
  while :; do
    code=0
    last=$("$@" 2>&1) || code=$?
    [ "$code" != 0 ] || return 0
    if [ "$code" = 3 ] || [ "$SECONDS" -ge "$deadline" ]; then
      printf '%s\n' "$last" >&2
      [ "$code" = 3 ] || die "$what: not within ${seconds} s (the reason is above)" "${hint:-}"
      die "$what: this does not mend itself (the reason is above)" "${hint:-}"
    fi
    if [ $((SECONDS - reported)) -ge 10 ]; then
      say "  … waiting for $what: $(printf '%s\n' "$last" | tail -n 1 | cut -c1-160)"
      reported=$SECONDS
    fi
    sleep 1
  done
}

# start_ticker <command...>: prints every ten seconds what the command prints, until stop_ticker. Ctrl-C does not end a list in
# the background: it ends by itself when its script has ended.
start_ticker() {
  (while sleep 10 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do say "  … $("$@")"; done) </dev/null &
  ticker=$!
}
stop_ticker() {
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
}

# with_progress <what> <command...>: runs a command without output, and prints every ten seconds that it still runs.
with_progress() {
  local what=$1 ticker code=0
  shift
  start_ticker echo "$what"
  # In a subshell: a command that ends by `die` must not leave the ticker behind.
  ("$@") || code=$?
  stop_ticker
  return "$code"
}

# agreed <what is done to this machine>: asks once before anything is installed or set on the machine as root, and keeps
# the answer in the cache; INSTALL=yes or INSTALL=no answers for who cannot be asked.
agreed() {
  local answer=${INSTALL:-}
  [ ! -e "$cache/install-agreed" ] || return 0
  if [ -z "$answer" ] && [ -t 0 ] && [ -t 2 ]; then
    printf '%s\n  %s\nDo it? make clean-host takes it away again. [y/N] ' "As root, this machine would get:" "$1" >&2
    read -r answer || true
  fi
  case $answer in
    y | Y | yes) : >"$cache/install-agreed" ;;
    *) die "as root, this would be done to the machine, and nobody agreed to it: $1" "INSTALL=yes make ${ORDERFLOW_TARGET:-cluster-up}" ;;
  esac
}

# record <name> <value>: keeps, once, what was on the machine before a change, for make clean-host.
record() {
  mkdir -p "$cache/host"
  [ -e "$cache/host/$1" ] || printf '%s\n' "$2" >"$cache/host/$1"
}

# installed <package...>: installs Debian packages, and records those that were not there before.
installed() {
  local package new=""
  for package; do dpkg -s "$package" >/dev/null 2>&1 || new="$new $package"; done
  [ -n "$new" ] || return 0
  agreed "the Debian packages$new"
  say "installing$new"
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $new >/dev/null
  mkdir -p "$cache/host"
  # shellcheck disable=SC2086
  printf '%s\n' $new >>"$cache/host/packages"
}

# sha256 [<file>...]: by GNU's program, or by the one that macOS and the BSDs have.
sha256() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# has_sys_resource: whether this host grants CAP_SYS_RESOURCE, without which no oom_score_adj can be lowered.
has_sys_resource() { [ ! -r /proc/self/status ] || ((0x$(awk '/^CapBnd/ {print $2}' /proc/self/status) >> 24 & 1)); }

# checkout_files: prints the files of the checkout in the present folder, without what is ignored or deleted.
checkout_files() {
  git -c core.quotePath=false ls-files --cached --others --exclude-standard | while IFS= read -r file; do
    if [ -e "$file" ] || [ -L "$file" ]; then printf '%s\n' "$file"; fi
  done
}

quietly() { "$@" >/dev/null; }

# command_line <process>: prints what a process runs; nothing if there is none. By /proc where there is one: not every ps selects.
command_line() {
  if [ -d /proc/self ]; then tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline"; else ps -p "$1" -o command= 2>/dev/null; fi || true
}

# exclusive <name>: takes a lock, also one whose process has ended. The caller releases it: unlock <name>.
exclusive() {
  local lock=$cache/$1.lock holder
  until mkdir "$lock" 2>/dev/null; do
    if ! [ -d "$lock" ]; then
      if mkdir "$lock" 2>/dev/null; then break; fi # its holder has released it meanwhile
      [ -d "$lock" ] || die "the lock $lock cannot be made" "ls -ld $cache; df $cache"
    fi
    # Its holder makes the folder first, and then writes into it who it is.
    [ -s "$lock/pid" ] || sleep 1
    holder=$(cat "$lock/pid" 2>/dev/null) || holder=""
    # After a power cut another program may have that number, or this one.
    if [ -n "$holder" ] && [ "$holder" != $$ ] && [ "$(command_line "$holder")" = "$(cat "$lock/command" 2>/dev/null)" ]; then
      die "another ci/$1 runs (process $holder)" "wait for it, or end it"
    fi
    rm -rf "$lock" 2>/dev/null || die "the lock $lock, of a process that has ended, cannot be removed" "rm -r $lock, as the owner of $cache"
  done
  { command_line $$ >"$lock/command" && echo $$ >"$lock/pid"; } || die "the lock $lock cannot be written" "df $cache"
}
unlock() { [ "$(cat "$cache/$1.lock/pid" 2>/dev/null)" != $$ ] || rm -rf "$cache/$1.lock"; }

# image_modules: prints the Maven modules of which images are made, separated by commas.
image_modules() { (cd "$root" && grep -l jib-maven-plugin services/*/pom.xml | sed 's|/pom.xml$||' | paste -sd , -); }

# go_build <folder> <output> [<package>...]: static programs, as ci/go-build builds them.
go_build() { "$root/ci/go-build" "$@"; }

# collector <context>: builds bin/otelcol in a copy of ci/images/collector in which the builder is built. The sources come from
# the builder, their go.mod and go.sum are the pinned ones.
compile() { go_build "$@"; }
collector() {
  (cd "$1" && bin/builder --config builder.yaml --skip-get-modules --skip-compilation && rm bin/builder)
  cp -r "$1/pinned/." "$1/sources/"
  compile "$1/sources" "$1/bin/otelcol" .
}

# build_list <folder below the root>: prints the folder whose go.mod has the versions of that folder's Go programs.
build_list() { if [ -f "$root/$1/go.mod" ]; then echo "$root/$1"; elif [ -f "$root/$1/programs" ]; then echo "$root/ci"; fi; }

# Without a jq on the PATH, uses ours, which is built at its first use.
command -v jq >/dev/null || jq() { "$("$root/ci/tool" jq)" "$@"; }

# usage: prints the comment at the top of a script. --help does so, unless the program that the script runs has its own help
# (help=program, set before this file is sourced).
case $0 in /*) script=$0 ;; *) script=$PWD/$0 ;; esac
usage() { sed -n -e 1d -e '/^#/!q' -e 's/^# \{0,1\}//p' "$script"; }
case ${1:-} in
  -h | --help) [ "${help:-}" = program ] || {
    usage
    exit 0
  } ;;
esac

# The kubectl context of the cluster: KUBECONTEXT, else that of k8s/ports.env.
export KUBECONTEXT=${KUBECONTEXT:-$(sed -n 's/^KUBECONTEXT=//p' "$root/k8s/ports.env")}
# cluster_kubectl: sets kubectl, and defines it as a command that speaks to that cluster.
cluster_kubectl() {
  kubectl=$("$root/ci/tool" kubernetes/kubectl)
  kubectl() { "$kubectl" --context "$KUBECONTEXT" "$@"; }
}
# chart_namespace <chart>: prints the namespace that a chart of helm/ is for.
chart_namespace() { case $1 in orderflow) echo orderflow ;; *) echo observability ;; esac }
# secret_value <namespace> <name> <key>: prints a value, decoded by kubectl, since the flags of base64 differ between systems.
secret_value() { kubectl --namespace "$1" get secret "$2" -o go-template="{{index .data \"$3\" | base64decode}}"; }
# pager_token: prints the token of the pager's API; the authenticating proxy before Prometheus, Alertmanager and the stores accepts it, too.
pager_token() { secret_value observability pager api-token; }
# bearer <token>: prints a line of curl's configuration: curl --config <(bearer "$token"). An argument would be visible in
# the list of processes.
bearer() { printf 'header = "Authorization: Bearer %s"\n' "$1"; }

# is_stale <module>: whether a source of a module, or of those that it is made of, is newer than its classes. Its class path
# names the modules that are in it.
is_stale() {
  local classpath=$1/target/classpath.txt sources newer
  [ -f "$classpath" ] || return 0
  sources=$(tr ':' '\n' <"$classpath" | sed -n 's|^.*/\(services/[a-z]*\)/target/.*$|\1/pom.xml \1/src/main|p')
  # shellcheck disable=SC2086
  newer=$(find pom.xml "$1/pom.xml" "$1/src/main" $sources -newer "$classpath" 2>/dev/null) || return 0
  [ -n "$newer" ]
}
