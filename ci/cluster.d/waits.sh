# shellcheck shell=bash
# Waits for pods: prints why they are not ready, and fails at once if waiting cannot help. Sourced by ci/cluster.

# pods_say <namespace> [<since>]: prints why each pod is not ready; exits 3 if waiting cannot help one of them.
pods_say() {
  local lines
  lines=$(kubectl --namespace "$1" get pods,replicasets,statefulsets -o json 2>/dev/null |
    jq -r --argjson since "${2:-0}" -f ci/cluster.d/pods.jq) || return 0
  [ -z "$lines" ] || printf '%s\n' "$lines" | sed 's/^! /  /'
  case $lines in "! "* | *$'\n'"! "*) return 3 ;; esac
}

# warnings <namespace>: prints the last Warning events.
warnings() {
  kubectl --namespace "$1" get events --field-selector type=Warning -o json 2>/dev/null | jq -r '
    [.items[] | {at: (.lastTimestamp // .eventTime // .metadata.creationTimestamp), text: "\(.involvedObject.kind | ascii_downcase)/\(.involvedObject.name): \(.reason): \(.message | split("\n")[0][:300])"}]
    | sort_by(.at) | .[-5:][] | "  event \(.at[11:19]) \(.text)"'
}

# replace_stuck <namespace>: deletes pods of an old revision that never became ready, which a StatefulSet does not replace.
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

# settled <namespace> [<name>]: succeeds if all workloads, or one, have their pods; else prints which do not, and why.
settled() {
  local missing code=0
  missing=$(kubectl --namespace "$1" get deployments,statefulsets,daemonsets -o json | jq -r --arg only "${2:-}" '
    [.items[] | select($only == "" or .metadata.name == $only) | {name: .metadata.name, want: (.spec.replicas // .status.desiredNumberScheduled // 0),
                 have: (.status.readyReplicas // .status.numberReady // 0),
                 new: (.status.updatedReplicas // .status.updatedNumberScheduled // 0),
                 all: (.status.replicas // .status.desiredNumberScheduled // 0),
                 seen: (.status.observedGeneration == .metadata.generation)}
     # One more than wanted: an old pod is still ready, and its successor is not.
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

# rollout <namespace> <seconds> [<name>]: waits for all workloads of the namespace, or for one.
rollout() {
  hint="kubectl --context $context --namespace $1 describe pods" wait_for "$2" "pods of $1" settled "$1" "${3:-}"
}
