{{/* Shared by the charts, each of which links to this file. */}}

{{/* An image by its key in the table: include "image" (list . "prometheus") */}}
{{- define "image" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- get $root.Values.images $name | default "" | required (printf "images.%s is not set: add -f ci/images/registry.yaml (or the file of ci/images/build --values)" $name) -}}
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

{{/* include "labels" <name> */}}
{{- define "labels" -}}
app.kubernetes.io/name: {{ . }}
app.kubernetes.io/part-of: orderflow
{{- end -}}
