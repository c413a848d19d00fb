# Shared by the scripts of ci/: where things are kept, and how progress and errors look. Source it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Built tools and images outlive a checkout, so that a fresh clone starts warm.
cache=${ORDERFLOW_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/orderflow}
mkdir -p "$cache"

started=${ORDERFLOW_STARTED:-$(date +%s)}
export ORDERFLOW_STARTED=$started

elapsed() { local s=$(($(date +%s) - started)); printf '%02d:%02d' $((s / 60)) $((s % 60)); }
say() { printf '%s  %s\n' "$(elapsed)" "$*"; }
die() {
  printf '%s  error: %s\n' "$(elapsed)" "$1" >&2
  [ -z "${2:-}" ] || printf '       try: %s\n' "$2" >&2
  exit 1
}

# wait_for <seconds> <what> <command...>: polls until the command succeeds; on the deadline shows what it last said.
wait_for() {
  local seconds=$1 what=$2 last deadline=$((SECONDS + $1)) told=$SECONDS
  shift 2
  until last=$("$@" 2>&1); do
    [ "$SECONDS" -lt "$deadline" ] || { printf '%s\n' "$last" >&2; die "$what: not within ${seconds} s (last answer above)"; }
    if [ $((SECONDS - told)) -ge 10 ]; then say "  … waiting for $what: $(tail -n 1 <<<"$last" | cut -c1-100)"; told=$SECONDS; fi
    sleep 1
  done
}

# go_build <module folder> <output> <package>: a static program; go.flags in the folder adds flags, with $VERSION for the
# version of the module that the program comes from.
go_build() {
  local module version flags=()
  module=$(go -C "$1" list -f '{{.Module.Path}}' tool | head -n 1)
  version=$(go -C "$1" list -m -f '{{.Version}}' "$module")
  [ ! -f "$1/go.flags" ] || mapfile -t flags < <(sed "/^#/d; s/\$VERSION/$version/g" "$1/go.flags")
  CGO_ENABLED=0 go -C "$1" build -trimpath -ldflags '-s -w' "${flags[@]}" -o "$2" "$3"
}
