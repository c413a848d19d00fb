# shellcheck shell=bash
# Helm releases: installed or upgraded where something changed, watched while Helm waits. Sourced by ci/cluster.

# helm: leaves out Helm's warning that the charts share a file by a symbolic link.
helm() { "$helm" --kube-context "$context" "$@" 2> >(grep -v "found symbolic link" >&2); }

# release_inputs <chart> <helm flag...>: prints a digest of everything that a release is made of.
release_inputs() {
  local chart=$1 flag
  shift
  (
    find -L "$chart" -type f -print0 | sort -z | xargs -0 cat
    printf '%s\n' "$@"
    for flag; do [ ! -f "$flag" ] || cat "$flag"; done
  ) | sha256 | cut -c1-16
}

# take_up <release> <namespace>: continues after a run that was killed, which leaves a revision pending, so that Helm refuses
# every other. Removes only the records of unfinished revisions; the next revision takes over the objects that they made.
take_up() {
  local unfinished="pending-install,pending-upgrade,pending-rollback"
  # A release that was never deployed is installed again, not upgraded: install and upgrade have different hooks.
  [ -n "$(kubectl --namespace "$2" get secrets -l "owner=helm,name=$1,status in (deployed,superseded)" -o name)" ] || unfinished="$unfinished,failed"
  [ -n "$(kubectl --namespace "$2" get secrets -l "owner=helm,name=$1,status in ($unfinished)" -o name)" ] || return 0
  say "release $1: taking up what an earlier run left unfinished"
  quietly kubectl --namespace "$2" delete secrets -l "owner=helm,name=$1,status in ($unfinished)"
}

# release <name> <namespace> <chart> <helm flag...>: installs or upgrades a release; skips it if its inputs are unchanged.
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
  # --force-conflicts: changes by kubectl set or edit are overwritten by the chart, as without server-side apply.
  # The program itself instead of the function helm, so that a signal reaches it.
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

# hook_says <namespace>: prints the last line of a running hook's pod; fails if there is none.
hook_says() {
  local pod line
  pod=$(kubectl --namespace "$1" get pods --selector batch.kubernetes.io/job-name --field-selector status.phase=Running -o name 2>/dev/null | head -n 1)
  [ -n "$pod" ] || return 1
  line=$(kubectl --namespace "$1" logs "$pod" --tail=1 2>/dev/null | cut -c1-200) || return 1
  [ -n "$line" ] || return 1
  say "  … $line"
  # The pools of a running incident may hold every connection that the migration needs.
  case $line in *"connection slots are reserved"*) say "  … all connections are taken: make recover PODS=7 gives some back" ;; esac
}

# upstream_charts: downloads the charts that stack-grafana's lock names, once.
upstream_charts() {
  local lock
  lock=$(sha256 <helm/stack-grafana/Chart.lock)
  [ "$(cat helm/stack-grafana/charts/.lock 2>/dev/null)" != "$lock" ] || return 0
  say "fetching the charts that helm/stack-grafana/Chart.lock names"
  with_progress "still fetching charts" quietly "$helm" dependency build helm/stack-grafana ||
    die "helm could not fetch them (its words are above)" "make cluster-up STACK=jaeger, which needs none"
  echo "$lock" >helm/stack-grafana/charts/.lock
}

# Refuses to install a second stack: it would watch the same system, at the same ports.
one_stack() {
  local other
  other=$(helm list --namespace observability -o json | jq -r '.[] | select(.name == "stack") | .chart | capture("^stack-(?<name>[a-z]+)").name')
  [ -z "$other" ] || [ "$other" = "$STACK" ] || die "the cluster has the stack $other, and STACK=$STACK is asked for" "make cluster-down, then make cluster-up STACK=$STACK; or make cluster-up STACK=$other"
  mkdir -p build
  echo "$STACK" >build/stack # ci/orderflow reads it
}

# without_node_ports: in older clusters other Services have the node ports that the authenticating proxy needs: those of the
# programs, or those of the proxy under an older name. Helm's update of a Service with several ports would keep node ports that
# nobody asked for, which the API server refuses; a change of the type alone gives them all back. Nothing is deleted: a Service
# that a user made would never return, nor one whose release is unchanged.
without_node_ports() {
  local name
  for name in $(kubectl --namespace observability get services -o json | jq -r '
    .items[] | select(.spec.type == "NodePort") | select(.metadata.annotations["meta.helm.sh/release-name"] | . == "stack" or . == "observability")
    | select(.metadata.labels["app.kubernetes.io/name"] | . != "pager" and . != "auth-proxy") | .metadata.name'); do
    say "taking the Service $name its node ports, which the authenticating proxy has"
    quietly kubectl --namespace observability patch service "$name" --type merge --patch '{"spec": {"type": "ClusterIP"}}'
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
  # Waits for the Operator only, whose webhook must answer before pods are created. Others may depend on later releases.
  rollout observability 600 otel-operator
}
