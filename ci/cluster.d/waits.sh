# shellcheck shell=bash
# Waits that say why what they wait for is not there, and end at once on what cannot mend itself. Sourced by ci/cluster.

# pods_say <namespace> [<since>]: of each pod that is not ready the reason; exits 3 where one of them cannot mend itself.
pods_say() {
  local lines
  lines=$(kubectl --namespace "$1" get pods,replicasets,statefulsets -o json 2>/dev/null |
    jq -r --argjson since "${2:-0}" -f ci/cluster.d/pods.jq) || return 0
  [ -z "$lines" ] || printf '%s\n' "$lines" | sed 's/^! /  /'
  case $lines in "! "* | *$'\n'"! "*) return 3 ;; esac
}

# warnings <namespace>: its last Warning events.
warnings() {
  kubectl --namespace "$1" get events --field-selector type=Warning -o json 2>/dev/null | jq -r '
    [.items[] | {at: (.lastTimestamp // .eventTime // .metadata.creationTimestamp), text: "\(.involvedObject.kind | ascii_downcase)/\(.involvedObject.name): \(.reason): \(.message | split("\n")[0][:300])"}]
    | sort_by(.at) | .[-5:][] | "  event \(.at[11:19]) \(.text)"'
}

# replace_stuck <namespace>: a StatefulSet does not replace a pod of its old revision that never became ready; so this does.
replace_stuck() {
  local pod
  for pod in $(kubectl --namespace "$1" get pods,statefulsets -o json | jq -r '
    ([.items[] | select(.kind == "StatefulSet") | {key: .metadata.name, value: .status.updateRevision}] | from_entries) as $revisions
    | .items[] | select(.kind == "Pod" and .metadata.deletionTimestamp == null and .metadata.ownerReferences[0]?.kind == "StatefulSet")
    | select(.metadata.labels["controller-revision-hash"] != $revisions[.metadata.ownerReferences[0].name])
    | select([.status.conditions[]? | select(.type == "Ready" and .status == "True")] | length == 0) | .metadata.name'); do
    say "replacing $pod, whose old revision never became ready"
    quietly kubectl --namespace "$1" delete pod "$pod" --wait=false
  done
}

# settled <namespace> [<name>]: whether everything in the namespace, or one, has its pods; prints what has not, and why.
settled() {
  local missing code=0
  missing=$(kubectl --namespace "$1" get deployments,statefulsets,daemonsets -o json | jq -r --arg only "${2:-}" '
    [.items[] | select($only == "" or .metadata.name == $only) | {name: .metadata.name, want: (.spec.replicas // .status.desiredNumberScheduled // 0),
                 have: (.status.readyReplicas // .status.numberReady // 0),
                 new: (.status.updatedReplicas // .status.updatedNumberScheduled // 0),
                 all: (.status.replicas // .status.desiredNumberScheduled // 0),
                 seen: (.status.observedGeneration == .metadata.generation)}
     # One more than wanted: an old pod is ready still, its successor not yet.
     | select((.seen | not) or .have < .want or .new < .want or .all > .want) | "\(.name) \(.have)/\(.want)"] | join(", ")') || return 1
  [ -n "$missing" ] || return 0
  replace_stuck "$1"
  # The last line is what a wait shows: a reason, where one is known.
  echo "$missing"
  pods_say "$1" || code=$?
  [ "$code" != 3 ] || warnings "$1"
  [ "$code" = 3 ] || code=1
  return "$code"
}

# rollout <namespace> <seconds> [<name>]: waits for everything in the namespace, or for one.
rollout() {
  hint="kubectl --context $context --namespace $1 describe pods" wait_for "$2" "pods of $1" settled "$1" "${3:-}"
}
