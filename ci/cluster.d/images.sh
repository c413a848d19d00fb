# shellcheck shell=bash
# Images: pulled or built on the host, then loaded into the node. Sourced by ci/cluster.

# image <key>: prints the reference that the charts know by this key.
image() { sed -n "s/^  $1: //p" build/images.yaml; }

# image_values: writes one file with the names of images for all charts.
image_values() {
  mkdir -p build
  case $IMAGES in
    registry) cp "$table" build/images.yaml ;;
    modules) ci/images/build --values >build/images.yaml ;;
  esac
}

# our_images <values file>: prints the images of the services, the jobs and the agent.
our_images() { sed -n 's/.*{image: \(.*\)}/\1/p' "$1"; }

# third_party_images: prints all images that the charts of this stack name, also in arguments of programs. Two arguments name
# defaults of objects that we have none of: ThanosRuler, and OpenTelemetryCollector.
third_party_images() {
  local chart values
  for chart in "stack-$STACK" observability orderflow; do
    # stack-grafana's charts name their own.
    values="-f build/images.yaml"
    case $STACK:$chart in
      grafana:stack-grafana) values="" ;;
      grafana:observability) values="$values -f helm/stack-grafana/telemetry.yaml" ;;
    esac
    # shellcheck disable=SC2086
    "$helm" template --skip-tests "$chart" "helm/$chart" --namespace "$(chart_namespace "$chart")" $values 2> >(grep -v "found symbolic link" >&2) ||
      die "the chart helm/$chart does not render (Helm's words are above)"
  done | grep -v -e --thanos-default-base-image= -e --collector-image= | grep -Eo '[a-z0-9.-]+\.[a-z]+/[a-z0-9._/-]+:[A-Za-z0-9._-]+' | grep -Ff <(image_hosts) | sort -u
}
image_hosts() { sed -n 's/^ *[A-Za-z]*: *\([a-z0-9.-]*\/\).*/\1/p' "$table" | sort -u; }

# pull_images <reference...>: pulls missing images to the host, with the user's own login, mirrors and certificates, and by
# digest if ci/images/digests.yaml has one. Every new cluster needs them; they are pulled once.
pull_images() {
  local reference digest from number=0 missing=""
  for reference in $(printf '%s\n' "$@" | awk '!seen[$0]++'); do
    docker image inspect "$reference" >/dev/null 2>&1 || missing="$missing $reference"
  done
  # shellcheck disable=SC2086
  set -- $missing
  for reference; do
    number=$((number + 1))
    digest=$(digest_of "$reference")
    from=${reference%:*}${digest:+@$digest}
    [ -n "$digest" ] || from=$reference
    say "pulling $number of $#: $reference"
    if [ -t 1 ]; then docker pull "$from"; else with_progress "still pulling $reference" quietly docker pull --quiet "$from"; fi ||
      die "the image $from could not be pulled (Docker's words are above)" "make cluster-up again; what was pulled is kept"
    [ -z "$digest" ] || docker tag "$from" "$reference"
  done
}

# digest_of <reference>: prints the digest that ci/images/digests.yaml pins, by the key of the reference in the tables.
digest_of() {
  local key
  [ -f "$digests" ] || return 0
  key=$(sed -n "s|^ *\([A-Za-z]*\): $1\$|\1|p" "$table" "$builders" | head -n 1)
  [ -z "$key" ] || sed -n "s/^ *$key: \(sha256:[0-9a-f]*\).*/\1/p" "$digests"
}

# service_inputs <folder...>: prints all that the images of services are made of, given the folders of their modules.
service_inputs() {
  echo "$(image jre) $(image agentBase)"
  cat pom.xml ci/java-images
  find "$@" -path '*/target' -prune -o -path '*/src/test' -prune -o -type f -print0 | sort -z | xargs -0 cat
}

service_images() {
  # One digest of all inputs; the file of that name has the digest of each image.
  local key values=build/services.yaml base agent_base
  base=$(image jre) agent_base=$(image agentBase)
  key=$(service_inputs services | sha256 | cut -c1-12)
  mkdir -p "$cache/services"
  if [ -s "$cache/services/$key.yaml" ] && our_images "$cache/services/$key.yaml" | xargs docker image inspect >/dev/null 2>&1; then
    cp "$cache/services/$key.yaml" "$values"
    say "services: unchanged"
    return
  fi
  say "building the services' images"
  ci/java-images "$base" "$agent_base" "$values"
  # Whole or not at all: the file stands for images that are there.
  cp "$values" "$cache/services/$key.new"
  mv "$cache/services/$key.new" "$cache/services/$key.yaml"
}

# full_names: prints references as containerd writes them.
full_names() {
  awk '{n = split($1, part, "/")
        if (n == 1) print "docker.io/library/" $1
        else if (part[1] ~ /[.:]/ || part[1] == "localhost") print $1
        else print "docker.io/" $1}'
}

# other_images: prints all images except those of our services.
other_images() {
  case $IMAGES in
    registry) third_party_images ;;
    modules) sed -n 's/^  [A-Za-z]*: //p' build/images.yaml | grep -vxF "$(image jre)" ;;
  esac
}

# load: loads the missing ones of all images into the node, so that the kubelet pulls nothing.
load() {
  local wanted
  wanted=$({ our_images build/services.yaml && other_images; } | sort -u)
  # shellcheck disable=SC2086
  load_images $wanted
}

# load_images <reference...>: loads those that are missing.
load_images() {
  local have missing snapshotter reference
  have=$(docker exec "$node" ctr --namespace k8s.io images list -q)
  missing=$(for reference; do
    printf '%s\n' "$have" | grep -qxF "$(echo "$reference" | full_names)" || echo "$reference"
  done)
  [ -n "$missing" ] || return 0
  say "loading $(printf '%s\n' "$missing" | wc -l | tr -d ' ') images into the node"
  # Imports as `kind load` does, but only the missing images, which kind cannot.
  snapshotter=$(docker exec "$node" containerd config dump 2>/dev/null | sed -n "s/^ *snapshotter = ['\"]\(..*\)['\"]/\1/p" | sed -n 1p)
  import() {
    printf '%s\n' "$missing" | xargs docker save |
      docker exec --interactive "$node" ctr --namespace k8s.io images import --digests --snapshotter "${snapshotter:-overlayfs}" - >/dev/null
  }
  with_progress "still loading" import || die "the images could not be loaded into the node (the words are above)" "make cluster-up again"
}
