{{/* Shared by the charts, each of which links to this file. */}}

{{/* An image by its key in the table: include "image" (list . "prometheus") */}}
{{- define "image" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- get $root.Values.images $name | default "" | required (printf "images.%s is not set: add -f ci/images/registry.yaml (or the file of ci/images/build --values)" $name) -}}
{{- end -}}

{{/*
  The image of one of our own programs, and whether the kubelet may pull it:
  include "own.image" (list . <name> <full reference, or "">)
*/}}
{{- define "own.image" -}}
{{- $image := include "own.reference" . -}}
image: {{ $image }}
imagePullPolicy: {{ (index . 0).Values.image.pullPolicy | default (hasPrefix "localhost/" $image | ternary "Never" "IfNotPresent") }}
{{- end -}}

{{/* The same image's full reference: include "own.reference" of the same list. */}}
{{- define "own.reference" -}}
{{- index . 2 | default (printf "%s/%s:%s" (index . 0).Values.image.registry (index . 1) (index . 0).Chart.AppVersion) -}}
{{- end -}}

{{/*
  The same image's version, as a label's value: its tag, and of a digest the first 12 digits, after the tag or after the
  name of its algorithm. A label has 63 characters at most, and begins and ends with a letter or digit; a tag may have 128,
  and begin and end otherwise. What had to be changed or cut ends with 8 digits of its checksum, so that two tags stay two
  versions. include "own.version" of the same list.
*/}}
{{- define "own.version" -}}
{{- $reference := include "own.reference" . -}}
{{- $digest := regexFind "@.*$" $reference -}}
{{- $tag := trimSuffix $digest $reference | regexFind ":[^:/]*$" | trimPrefix ":" -}}
{{- $version := $tag | default (index . 0).Chart.AppVersion -}}
{{- if $digest -}}
{{- $parts := trimPrefix "@" $digest | splitList ":" -}}
{{- $version = printf "%s-%s" ($tag | default (first $parts)) (last $parts | trunc 12) -}}
{{- end -}}
{{- if not (regexMatch "^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$" $version) -}}
{{- $plain := regexReplaceAll "[^A-Za-z0-9_.-]+" $version "-" | trunc 54 -}}
{{- $version = regexReplaceAll "^[^A-Za-z0-9]+" (printf "%s-%s" $plain (sha256sum $version | trunc 8)) "" -}}
{{- end -}}
{{- $version -}}
{{- end -}}

{{/* The Secrets with which a pod's images are pulled, third-party images among them; nothing where there are none. */}}
{{- define "pullSecrets" -}}
{{- with (.Values.image | default dict).pullSecrets -}}
imagePullSecrets: [{{ range $i, $name := . }}{{ if $i }}, {{ end }}{name: {{ $name }}}{{ end }}]
{{- end -}}
{{- end -}}

{{/* A quantity of memory or storage, in whole MiB: include "mebibytes" <quantity> | int64 */}}
{{- define "mebibytes" -}}
{{- $units := dict "" 1 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 -}}
{{- $number := regexFind "^[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?" (toString .) -}}
{{- $unit := trimPrefix $number (toString .) -}}
{{- if not (and $number (hasKey $units $unit)) -}}
{{- fail (printf "%s is no quantity of memory or storage: write a number with %s" (toString .) (keys $units | sortAlpha | compact | join " ")) -}}
{{- end -}}
{{- divf (mulf (float64 $number) (float64 (get $units $unit))) 1048576 | floor | int64 -}}
{{- end -}}

{{/* A part of a container's memory limit, in MiB; nothing where there is no limit: include "memory.part" (list <resources> <numerator> <denominator>) */}}
{{- define "memory.part" -}}
{{- with ((index . 0).limits | default dict).memory -}}
{{- div (mul (include "mebibytes" . | int64) (index $ 1)) (index $ 2) -}}
{{- end -}}
{{- end -}}

{{/* How much of its limit a Go program takes before it collects garbage at any price: include "env.gomemlimit" of the same list. */}}
{{- define "env.gomemlimit" -}}
{{- with include "memory.part" . -}}
- {name: GOMEMLIMIT, value: {{ . }}MiB}
{{- end -}}
{{- end -}}

{{/* The spec of a volume claim: include "claim" (list . <storage>) */}}
{{- define "claim" -}}
{accessModes: [ReadWriteOnce], {{ with (index . 0).Values.storageClass }}storageClassName: {{ . }}, {{ end }}resources: {requests: {storage: {{ index . 1 }}}}}
{{- end -}}

{{/*
  The one claim of a StatefulSet, `data`: include "claims" (list . <name> <storage>). Kubernetes refuses another claim than that
  which the StatefulSet was made with, and Helm would find out in the middle of the upgrade.
*/}}
{{- define "claims" -}}
{{- $root := index . 0 -}}{{- $name := index . 1 -}}{{- $storage := index . 2 -}}
{{- $namespace := $root.Release.Namespace -}}{{- $wanted := $root.Values.storageClass | default "" -}}
{{- range dig "spec" "volumeClaimTemplates" list (lookup "apps/v1" "StatefulSet" $namespace $name | default dict) -}}
{{- $size := dig "spec" "resources" "requests" "storage" "" . -}}
{{- $class := dig "spec" "storageClassName" "" . -}}
{{- if ne $class $wanted -}}
{{- fail (printf "storageClass is %q, and the StatefulSet %s was made with %q: a volume keeps its class. Take that value; docs/operations.md says under Volumes what another class takes" $wanted $name $class) -}}
{{- end -}}
{{- if ne (include "mebibytes" $size) (include "mebibytes" $storage) -}}
{{- fail (printf "%[1]s.storage is %[3]s, and the StatefulSet %[1]s was made with %[4]s, which Kubernetes does not change. Either take that value, or enlarge the volume and have the StatefulSet made anew over it; docs/operations.md has the limits under Volumes:\n  kubectl --namespace %[2]s patch persistentvolumeclaim data-%[1]s-0 --patch '{\"spec\": {\"resources\": {\"requests\": {\"storage\": \"%[3]s\"}}}}'\n  kubectl --namespace %[2]s delete statefulset %[1]s --cascade=orphan\nthen upgrade again." $name $namespace $storage $size) -}}
{{- end -}}
{{- end -}}
- metadata: {name: data}
  spec: {{ include "claim" (list $root $storage) }}
{{- end -}}

{{- /* The port at which a Spring program answers probes, and nothing else: its property orderflow.probes.port. */}}
{{- define "probes.port" -}}8090{{- end -}}

{{- /*
  The probes of a Spring program whose container names that port. After a node's restart all pods start at once and share its
  processor: a start may take long. It ends when the pod is warm: readiness is asked for at once then, and else only every half
  minute.
*/}}
{{- define "probes" -}}
startupProbe: {httpGet: {path: /actuator/health/readiness, port: probes}, periodSeconds: 2, failureThreshold: 450, timeoutSeconds: 5}
livenessProbe: {httpGet: {path: /actuator/health/liveness, port: probes}, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 4}
readinessProbe: {httpGet: {path: /actuator/health/readiness, port: probes}, periodSeconds: 30, timeoutSeconds: 10}
{{- end -}}

{{/* The restricted level of Pod Security, for a container. */}}
{{- define "container.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{/* The same for a pod: include "pod.security" <uid> */}}
{{- define "pod.security" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{/*
  Fails in any other namespace than the chart's own: include "namespace" (list . <namespace>). Policies, rules, dashboards and
  the agents' settings name the namespaces of k8s/namespaces.yaml; elsewhere all would run, and be seen by nobody.
*/}}
{{- define "namespace" -}}
{{- $given := (index . 0).Release.Namespace -}}{{- $own := index . 1 -}}
{{- if ne $given $own -}}
{{- fail (printf "the chart %[1]s runs in the namespace %[2]s alone, and %[3]s was given: its network policies and alert rules name %[2]s; kubectl apply -f k8s/namespaces.yaml, then the same command with --namespace %[2]s" (index . 0).Chart.Name $own $given) -}}
{{- end -}}
{{- end -}}

{{/* include "labels" <name> */}}
{{- define "labels" -}}
app.kubernetes.io/name: {{ . }}
app.kubernetes.io/part-of: orderflow
{{- end -}}

{{/*
  Parts of NetworkPolicies. They see addresses and ports of pods, after a Service's have been put in their place; a port
  of ours has one number in both.
*/}}

{{/* The pods of a name, as a peer: include "peer" (list <namespace> <name>) */}}
{{- define "peer" -}}
{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: {{ index . 0 }}}}, podSelector: {matchLabels: {app.kubernetes.io/name: {{ index . 1 }}}}}
{{- end -}}

{{/* All pods of a namespace, as a peer: include "peer.namespace" <namespace> */}}
{{- define "peer.namespace" -}}
{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: {{ . }}}}}
{{- end -}}

{{/* All that is no pod, as a peer: what comes in by a NodePort, and the API server. */}}
{{- define "peer.outside" -}}
{ipBlock: {cidr: 0.0.0.0/0, except: [{{ .Values.network.pods }}]}}
{{- end -}}

{{/* To what resolves names: the cluster's DNS pods, and what stands before them or in their place at other addresses. */}}
{{- define "egress.dns" -}}
- to:
    - {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}
    {{- range .Values.network.dns }}
    - ipBlock: {cidr: {{ . }}}
    {{- end }}
  ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
{{- end -}}

{{/* To a port of the nodes, such as the API server's: include "egress.nodes" (list . <port>) */}}
{{- define "egress.nodes" -}}
- to:
    {{- range (index . 0).Values.network.nodes }}
    - ipBlock: {cidr: {{ . }}}
    {{- end }}
  ports: [{port: {{ index . 1 }}}]
{{- end -}}

{{/*
  To <host>:<port>, before which a scheme and after which a path may stand. The host is a Service of the cluster with its
  namespace, whose pods have its name where the namespace is ours, and any labels where it is another's; or an IPv4 address;
  of any other name no policy can know the addresses, so that only the port is restricted.
*/}}
{{- define "egress.address" -}}
{{- $address := regexReplaceAll "^[a-z]+://|/.*$" . "" | splitList ":" -}}
{{- $host := first $address -}}
{{- $labels := splitList "." $host -}}
{{- /* A URL may name no port. */}}
- ports: [{port: {{ index (append $address (hasPrefix "http://" . | ternary 80 443)) 1 }}}]
  {{- if regexMatch "^[0-9.]+$" $host }}
  to: [{ipBlock: {cidr: {{ $host }}/32}}]
  {{- else if eq "svc" (index (concat $labels (list "" "")) 2) }}
  {{- if has (index $labels 1) (list "orderflow" "observability" "node-agents") }}
  to: [{{ include "peer" (list (index $labels 1) (first $labels)) }}]
  {{- else }}
  to: [{{ include "peer.namespace" (index $labels 1) }}]
  {{- end }}
  {{- end }}
{{- end -}}

{{/*
  To a store: include "egress.store" (list <store> <host>:<port>). The pods of one that is not ours carry the labels of whoever
  runs it, also in our namespaces. A Kafka gives its clients the addresses of all its brokers, of which the values name one.
*/}}
{{- define "egress.store" -}}
{{- $address := splitList ":" (index . 1) -}}
{{- $labels := splitList "." (first $address) -}}
{{- if eq (join "." (slice (concat $labels (list "" "")) 0 3)) (printf "%s.orderflow.svc" (index . 0)) -}}
{{- include "egress.address" (index . 1) -}}
{{- else if eq "svc" (index (concat $labels (list "" "")) 2) -}}
- ports: [{port: {{ last $address }}}]
  to: [{{ include "peer.namespace" (index $labels 1) }}]
{{- else if eq (index . 0) "kafka" -}}
- ports: [{port: {{ last $address }}}]
{{- else -}}
{{- include "egress.address" (index . 1) -}}
{{- end -}}
{{- end -}}

{{/*
  The pod that `helm test` runs: its one container asks the chart's main program for its health, and fails unless the
  program is well. A pod that failed stays, with its log. include "test.pod" (dict "root" $ "name" <name> "uid" <uid>
  "image" <the lines image and imagePullPolicy> "command" <list>)
*/}}
{{- define "test.pod" -}}
apiVersion: v1
kind: Pod
metadata:
  name: {{ .name }}
  labels: {{- include "labels" .name | nindent 4 }}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  restartPolicy: Never
  activeDeadlineSeconds: 60
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- include "pullSecrets" .root | nindent 2 }}
  securityContext: {{- include "pod.security" .uid | nindent 4 }}
  containers:
    - name: test
      {{- .image | nindent 6 }}
      command: {{ toJson .command }}
      resources: {requests: {cpu: 5m, memory: 16Mi}, limits: {memory: 128Mi}}
      securityContext: {{- include "container.security" .root | nindent 8 }}
{{- end -}}

{{/*
  A command for images with bash and without an HTTP client: prints the first line of the answer, and fails unless it is
  200 and comes within 10 seconds. include "test.http" (list <host> <port> <path>) | fromJsonArray
*/}}
{{- define "test.http" -}}
{{- $script := "exec 3<>\"/dev/tcp/$0/$1\" && printf 'GET %s HTTP/1.1\\r\\nHost: %s\\r\\nConnection: close\\r\\n\\r\\n' \"$2\" \"$0\" >&3 && read -r -t 10 answer <&3 && echo \"http://$0:$1$2 answers $answer\" && [[ $answer == *\" 200\"* ]]" -}}
{{ concat (list "bash" "-c" $script) . | toJson }}
{{- end -}}
