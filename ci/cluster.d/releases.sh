# shellcheck shell=bash
# Helm releases: installed or upgraded where something changed, watched while Helm waits. Sourced by ci/cluster.

# helm: the charts share a file by a link, of which Helm warns each time.
helm() { "$helm" --kube-context "$context" "$@" 2> >(grep -v "found symbolic link" >&2); }

# release_inputs <chart> <helm flag...>: a digest of all that a release is made of.
release_inputs() {
  local chart=$1 flag
  shift
  (
    find -L "$chart" -type f -print0 | sort -z | xargs -0 cat
    printf '%s\n' "$@"
    for flag; do [ ! -f "$flag" ] || cat "$flag"; done
  ) | sha256 | cut -c1-16
}

# take_up <release> <namespace>: a run that was killed leaves a revision pending, and Helm then refuses every other.
# Only the records of unfinished revisions are removed: what they made is kept, and taken over by the next one.
take_up() {
  local unfinished="pending-install,pending-upgrade,pending-rollback"
  # What never was deployed is installed again, not upgraded: the hooks of the two are not the same.
  [ -n "$(kubectl --namespace "$2" get secrets -l "owner=helm,name=$1,status in (deployed,superseded)" -o name)" ] || unfinished="$unfinished,failed"
  [ -n "$(kubectl --namespace "$2" get secrets -l "owner=helm,name=$1,status in ($unfinished)" -o name)" ] || return 0
  say "release $1: taking up what an earlier run left unfinished"
  quietly kubectl --namespace "$2" delete secrets -l "owner=helm,name=$1,status in ($unfinished)"
}

# release <name> <namespace> <chart> <helm flag...>: installs or upgrades; skipped where nothing it is made of changed.
release() {
  local release=$1 namespace=$2 chart=$3 inputs pid begun reported code=0 words=""
  shift 3
  inputs="inputs $(release_inputs "$chart" "$@")"
  if [ "$(helm status "$release" --namespace "$namespace" -o json 2>/dev/null | jq -r '"\(.info.status) \(.info.description)"')" = "deployed $inputs" ]; then
    say "release $release: unchanged"
    return
  fi
  take_up "$release" "$namespace"
  say "release $release: $chart"
  begun=$(date +%s) reported=$SECONDS
  # What kubectl set or edit changed goes back to what the chart says, as it would without server-side apply.
  # The program itself, not a function around it, so that a signal reaches it.
  (exec "$helm" --kube-context "$context" upgrade --install "$release" "$chart" --namespace "$namespace" --skip-crds --force-conflicts \
    --description "$inputs" --timeout 15m "$@" >/dev/null 2> >(grep -v "found symbolic link" >&2)) &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    [ $((SECONDS - reported)) -ge 10 ] || continue
    reported=$SECONDS
    words=$(pods_say "$namespace" "$begun") || code=$?
    if [ "$code" = 3 ]; then
      kill "$pid" 2>/dev/null || true
      wait "$pid" 2>/dev/null || true
      printf '%s\n%s\n' "$words" "$(warnings "$namespace")" >&2
      die "release $release: this does not mend itself (the reason is above)" "kubectl --context $context --namespace $namespace describe pods"
    fi
    hook_says "$namespace" || { [ -z "$words" ] || say "  … $(printf '%s\n' "$words" | head -n 1 | sed 's/^ *//' | cut -c1-200)"; }
  done
  wait "$pid" || {
    pods_say "$namespace" >&2 || true
    warnings "$namespace" >&2
    die "helm could not install $release (its words are above)" "kubectl --context $context --namespace $namespace get pods,events"
  }
}

# hook_says <namespace>: what the pod of a running hook said last; fails where there is none.
hook_says() {
  local pod line
  pod=$(kubectl --namespace "$1" get pods --selector batch.kubernetes.io/job-name --field-selector status.phase=Running -o name 2>/dev/null | head -n 1)
  [ -n "$pod" ] || return 1
  line=$(kubectl --namespace "$1" logs "$pod" --tail=1 2>/dev/null | cut -c1-200) || return 1
  [ -n "$line" ] || return 1
  say "  … $line"
  # The pools of an incident that goes on hold every connection, and the migration waits for one.
  case $line in *"connection slots are reserved"*) say "  … all connections are taken: make recover PODS=7 gives some back" ;; esac
}

# upstream_charts: fetches the charts that stack-grafana's lock names, once.
upstream_charts() {
  local lock
  lock=$(sha256 <helm/stack-grafana/Chart.lock)
  [ "$(cat helm/stack-grafana/charts/.lock 2>/dev/null)" != "$lock" ] || return 0
  say "fetching the charts that helm/stack-grafana/Chart.lock names"
  with_progress "still fetching charts" quietly "$helm" dependency build helm/stack-grafana ||
    die "helm could not fetch them (its words are above)" "make cluster-up STACK=jaeger, which needs none"
  echo "$lock" >helm/stack-grafana/charts/.lock
}

# Two stacks would watch one system, at the same ports.
one_stack() {
  local other
  other=$(helm list --namespace observability -o json | jq -r '.[] | select(.name == "stack") | .chart | capture("^stack-(?<name>[a-z]+)").name')
  [ -z "$other" ] || [ "$other" = "$STACK" ] || die "the cluster has the stack $other, and STACK=$STACK is asked for" "make cluster-down, then make cluster-up STACK=$STACK; or make cluster-up STACK=$other"
  mkdir -p build
  echo "$STACK" >build/stack # ci/orderflow reads it
}

# without_node_ports: in an older cluster other Services have the node ports that the authenticating proxy needs: those of the
# programs, or those of the proxy under an older name. Changed in place, a Service of several ports would keep those that it
# was given unasked, which the API server refuses: the Service is deleted, and the release makes it anew.
without_node_ports() {
  local name
  for name in $(kubectl --namespace observability get services -o json | jq -r '
    .items[] | select(.spec.type == "NodePort") | select(.metadata.labels["app.kubernetes.io/name"] | . != "pager" and . != "auth-proxy") | .metadata.name'); do
    say "making the Service $name anew, without its node ports"
    quietly kubectl --namespace observability delete service "$name"
  done
}

stack() {
  telemetry=()
  without_node_ports
  case $STACK in
    jaeger)
      quietly kubectl apply --server-side --force-conflicts -f helm/stack-jaeger/crds
      release stack observability helm/stack-jaeger -f build/images.yaml -f build/stack-ports.yaml
      ;;
    grafana)
      telemetry=(-f helm/stack-grafana/telemetry.yaml)
      # Helm never upgrades a chart's CRDs.
      helm show crds helm/stack-grafana | quietly kubectl apply --server-side --force-conflicts -f -
      release stack observability helm/stack-grafana -f build/stack-ports.yaml
      ;;
  esac
  # Only the Operator: its webhook must answer before the pods come. Others may wait for what comes later.
  rollout observability 600 otel-operator
}
