# shellcheck shell=bash
# Chooses images and stack: those of an existing cluster; else those that were asked for; else those that are possible here.
# Sets IMAGES, STACK and reason. Sourced by ci/cluster.

# Prints the hosts of the table's references; docker.io is served under another name.
registry_hosts() {
  sed -n 's/^ *[A-Za-z]*: *\([a-z0-9./-]*\):.*/\1/p' "$table" | awk -F/ '{print ($1 ~ /\./) ? $1 : "docker.io"}' |
    sed 's/^docker\.io$/registry-1.docker.io/' | sort -u
}
# Any HTTP answer counts, also 401.
reachable() { curl --silent --output /dev/null --connect-timeout 5 --max-time 10 "https://$1/v2/"; }

# ask_registries: sets silent to the hosts that do not answer, and answering to those that do.
ask_registries() {
  local host
  silent="" answering=""
  for host in $(registry_hosts); do
    if reachable "$host"; then answering="$answering $host"; else silent="$silent $host"; fi
  done
  silent=${silent# } answering=${answering# }
}

why_no_modules() {
  command -v go >/dev/null || {
    echo "there is no Go"
    return
  }
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || echo "Debian packages are taken by apt, as root"
}

# recorded <key>: prints what an existing cluster was made with, from a file in its node that survives a stop.
recorded() {
  docker cp "$node:$record" - 2>/dev/null | tar -xOf - 2>/dev/null | sed -n "s/^$1=//p"
}

# keep <key> <recorded value>: an existing cluster keeps what it was made with.
keep() {
  local asked
  eval "asked=\${$1:-auto}"
  [ "$asked" = auto ] || [ "$asked" = "$2" ] ||
    die "the cluster $name was made with $1=$2, and $1=$asked is asked for" "make cluster-up $1=$2; or make cluster-down, which deletes it and its data, then make cluster-up $1=$asked"
  eval "$1=\$2"
}

choose() {
  local why
  if node_exists; then
    # A cluster that was made before there was a record: its node's image shows which it was.
    had_images=$(recorded IMAGES) had_stack=$(recorded STACK)
    case $(docker inspect --format '{{.Config.Image}}' "$node") in
      *modules/*) : "${had_images:=modules}" "${had_stack:=jaeger}" ;;
      *) : "${had_images:=registry}" "${had_stack:=grafana}" ;;
    esac
    keep IMAGES "$had_images"
    keep STACK "$had_stack"
    reason="as the existing cluster has them"
    return
  fi
  case ${IMAGES:=auto} in
    auto)
      ask_registries
      why=$(why_no_modules)
      if [ -z "$silent" ]; then
        IMAGES=registry reason="every registry answers"
      elif [ -n "$answering" ]; then
        die "some image registries answer, and $silent does not" "make cluster-up again in a minute; or look at the proxy and firewall settings for it"
      elif [ -z "$why" ]; then
        IMAGES=modules reason="no image registry answers"
      else
        die "no image registry answers ($silent), and IMAGES=modules cannot work here: $why" "connect to the internet, then make cluster-up; or run it as root on Debian with Go"
      fi
      ;;
    registry)
      ask_registries
      [ -z "$silent" ] || die "IMAGES=registry cannot work: $silent cannot be reached from here" "make cluster-up IMAGES=modules, or again when it answers"
      reason="as asked"
      ;;
    modules) reason="as asked" ;;
    *) die "IMAGES=$IMAGES is no way to get images; there are: registry, modules" "make cluster-up IMAGES=modules" ;;
  esac
  if [ "$IMAGES" = modules ]; then
    why=$(why_no_modules)
    [ -z "$why" ] || die "IMAGES=modules ($reason) cannot work: $why" "make cluster-up IMAGES=registry, where image registries can be reached"
  fi
  case ${STACK:=auto}:$IMAGES in
    auto:registry) STACK=grafana ;;
    auto:modules) STACK=jaeger ;;
    jaeger:* | grafana:registry) ;;
    grafana:*) die "STACK=grafana needs IMAGES=registry ($reason): Grafana, Tempo and Loki are not built here" "make cluster-up STACK=jaeger" ;;
    *) die "STACK=$STACK is no stack; there are: grafana, jaeger" "make cluster-up STACK=jaeger" ;;
  esac
}

plan() {
  local estimate
  case $IMAGES in
    registry)
      estimate="pulled on first use, about 2 GB"
      ! node_exists || estimate="those that are not here yet are pulled"
      ;;
    modules)
      # shellcheck disable=SC2046
      set -- $(ci/images/build --missing)
      estimate="$# of $(ls -d ci/images/*/Dockerfile | wc -l | tr -d ' ') to build, about $((($(ci/images/build --estimate) + 59) / 60)) minutes on two cores"
      ;;
  esac
  cat <<PLAN
OrderFlow on a kind cluster
  images   $IMAGES ($reason): $estimate
  stack    $STACK
  kept in  $cache
PLAN
}
