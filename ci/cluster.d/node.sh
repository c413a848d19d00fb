# shellcheck shell=bash
# The kind cluster's node: created, or started again with all its data; never deleted here. Sourced by ci/cluster.

# Asks the engine, so that kind is not needed.
node_exists() { docker container inspect "$node" >/dev/null 2>&1; }
node_runs() { [ "$(docker container inspect --format '{{.State.Running}}' "$node" 2>/dev/null)" = true ]; }

# limited_host: succeeds if this host's kernel lacks something that Kubernetes expects.
limited_host() {
  case ${ORDERFLOW_HOST:-auto} in
    limited) return 0 ;;
    ordinary) return 1 ;;
  esac
  [ "$(docker info --format '{{.CgroupVersion}}' 2>/dev/null)" = 1 ] || ! has_sys_resource
}

# Prints the ports of the cluster that another program uses.
busy_ports() {
  local line
  for line in $(ci/ports list | grep -v '^PORT_GRAFANA='); do
    (: <"/dev/tcp/127.0.0.1/${line#*=}") 2>/dev/null && echo "$line"
  done
  true
}

# Every Java process, operator and log follower watches files; the kernel's default limits are for a desktop.
inotify_limits() {
  local key value now
  for key in max_user_instances:512 max_user_watches:524288; do
    value=${key#*:} key=${key%:*}
    now=$(cat "/proc/sys/fs/inotify/$key" 2>/dev/null) || return 0
    [ "$now" -lt "$value" ] || continue
    if [ "$(id -u)" != 0 ]; then
      say "fs.inotify.$key is $now; where pods say \"too many open files\": sudo sysctl fs.inotify.$key=$value"
      continue
    fi
    agreed "fs.inotify.$key=$value instead of $now"
    record "inotify.$key" "$now"
    echo "$value" >"/proc/sys/fs/inotify/$key"
  done
}

node_image() {
  case $IMAGES in
    registry) sed -n 's/^  node: //p' "$builders" ;;
    modules) ci/images/build --ref node ;;
  esac
}

create_cluster() {
  local ports
  ports=$(busy_ports | paste -sd ' ' -)
  [ -z "$ports" ] || die "other programs have ports of 127.0.0.1 that the cluster wants: $ports" "stop them, or choose another: make cluster-up ${ports%%=*}=<port>"
  inotify_limits
  {
    ci/ports kind-config
    if limited_host; then cat ci/images/node/limited-host.yaml; fi
  } >build/kind.yaml
  say "creating the kind cluster $name"
  : >"$unfinished"
  with_progress "still creating it" "$kind" create cluster --name "$name" --config build/kind.yaml --image "$(node_image)" --wait 120s --quiet ||
    die "kind could not create the cluster (its words are above)" "make doctor; then make cluster-down, and make cluster-up"
  printf 'IMAGES=%s\nSTACK=%s\n' "$IMAGES" "$STACK" | docker exec --interactive "$node" sh -c "cat >$record"
  rm -f "$unfinished"
}

api_answers() { kubectl --request-timeout=5s get --raw /readyz; }
node_ready() { kubectl --request-timeout=10s wait --for=condition=Ready node --all --timeout=1s; }

# pods_are_of_this_start: succeeds if no pod is listed as it was before the node's start; else prints those that are. What the
# API server holds of a stopped node's pods is from before: they are ready there until the kubelet has looked at them again.
pods_are_of_this_start() {
  local old
  old=$(kubectl --request-timeout=30s get pods --all-namespaces -o json |
    jq -r --arg since "$(docker container inspect --format '{{.State.StartedAt}}' "$node")" '
      [.items[] | select(any(.status.containerStatuses[]?; (.state.running.startedAt // "9")[:19] < $since[:19])) | .metadata.name] | join(" ")') || return 1
  [ -z "$old" ] || {
    echo "$old"
    return 1
  }
}

# remove_unfinished: removes what is left of a cluster whose creation was ended before anything was installed in it.
remove_unfinished() {
  [ -e "$unfinished" ] || return 0
  # Its record is written last: a cluster that has one is finished, whoever made it.
  if node_exists && [ -z "$(recorded IMAGES)" ]; then
    say "removing the cluster $name, whose creation was not finished"
    quietly docker rm --force --volumes "$node"
  fi
  rm -f "$unfinished"
}

cluster() {
  if ! node_exists; then create_cluster; fi
  if ! node_runs; then
    say "starting the stopped cluster, with its data"
    quietly docker start "$node"
  fi
  # A new home folder has no kubeconfig of an existing cluster.
  kubectl config get-contexts "$context" >/dev/null 2>&1 || quietly "$kind" export kubeconfig --name "$name" --quiet
  # Forty-seven JVMs start beside the API server, which therefore needs long.
  hint="docker logs $node; it was not touched. Only make cluster-down deletes it, with its data"
  wait_for 900 "the API server" api_answers
  wait_for 600 "the node" node_ready
  wait_for 600 "pods that are still as before the stop" pods_are_of_this_start
  hint=""
  say "cluster: Kubernetes $(kubectl version -o json | jq -r .serverVersion.gitVersion)"
}
