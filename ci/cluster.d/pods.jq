# Prints why each pod of a namespace is not ready, a line a pod. Input: a List of Pods, ReplicaSets and StatefulSets.
# A line that begins with "!" has a reason that waiting does not remove.
# $since: pods that were created before it (seconds since the epoch) are left out, as are those of an older revision.

def age: now - (.metadata.creationTimestamp | fromdateiso8601);
# The end of a long message has the error, its beginning only the place.
def first_line: split("\n") | .[0] | if length > 300 then .[:90] + " … " + .[-200:] else . end;

def hopeless($status; $age):
  ($status.state.waiting.reason // "") as $reason
  | ($status.state.waiting.message // "") as $message
  | ($status.lastState.terminated.reason // $status.state.terminated.reason // "") as $ended
  | $reason == "InvalidImageName" or $reason == "ErrImageNeverPull"
    or (($reason == "ErrImagePull" or $reason == "ImagePullBackOff")
        and ($message | test("not found|manifest unknown|no match for platform|pull access denied|does not exist|failed to resolve reference")))
    or ($ended == "StartError" and $status.restartCount >= 2)
    or ($reason == "CreateContainerConfigError" and $age > 60);

def why($status):
  ($status.state.waiting // $status.state.terminated // {}) as $now
  | ($status.lastState.terminated // {}) as $last
  | [ $now.reason,
      (if $now.message then ($now.message | first_line) else null end),
      (if $last.reason then "it ended before: \($last.reason), exit code \($last.exitCode)"
          + (if $last.message and $last.message != $now.message then ": \($last.message | first_line)" else "" end) else null end),
      (if $now == {} and $status.ready == false then "runs, and is not ready yet" else null end) ]
  | map(select(. != null)) | join(": ");

([.items[] | select(.kind == "ReplicaSet") | {owner: .metadata.ownerReferences[0]?.uid, name: .metadata.name,
    revision: (.metadata.annotations["deployment.kubernetes.io/revision"] // "0" | tonumber)}]
  | group_by(.owner) | map(max_by(.revision).name)) as $newest
| ([.items[] | select(.kind == "StatefulSet") | {key: .metadata.name, value: .status.updateRevision}] | from_entries) as $revisions
| .items[] | select(.kind == "Pod")
| select((.metadata.creationTimestamp | fromdateiso8601) >= $since)
| select(.metadata.deletionTimestamp == null)
| (.metadata.ownerReferences[0]? // {}) as $owner
| select($owner.kind != "ReplicaSet" or ($newest | index($owner.name)))
| select($owner.kind != "StatefulSet" or .metadata.labels["controller-revision-hash"] == $revisions[$owner.name])
| select(.status.phase != "Succeeded" and ([.status.conditions[]? | select(.type == "Ready" and .status == "True")] | length == 0))
| age as $age
| .metadata.name as $pod
| ([.status.initContainerStatuses[]?, .status.containerStatuses[]? | select(.ready == false and .state.terminated.reason != "Completed")]) as $waiting
| ([.status.conditions[]? | select(.type == "PodScheduled" and .status == "False") | .message | first_line]) as $unscheduled
| if $unscheduled != [] then "  \($pod): not scheduled: \($unscheduled[0])"
  else $waiting[] | . as $status
    | select(why($status) != "" and why($status) != "PodInitializing")
    | (if hopeless($status; $age) then "! " else "  " end) + "\($pod) (\(.name)): \(why($status))"
  end
