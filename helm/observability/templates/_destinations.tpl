{{/* The destinations (values: destinations), as the parts of a Collector's configuration, pod and network policy. */}}

{{/* The names of the destinations that get any of the signals: include "destinations" (list . <signals>) | fromJsonArray */}}
{{- define "destinations" -}}
{{- $names := list -}}
{{- range $name, $destination := (index . 0).Values.destinations -}}
{{- range index $ 1 -}}
{{- if has . $destination.signals -}}
{{- $names = append $names $name -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- uniq $names | toJson -}}
{{- end -}}

{{/*
  The exporters of a pipeline, nothing where there are none: include "exporters.of" (list . <signal> [<temporality>]). Metrics
  are cumulative unless said otherwise.
*/}}
{{- define "exporters.of" -}}
{{- $signal := index . 1 -}}
{{- $temporality := index (append . "cumulative") 2 -}}
{{- $exporters := list -}}
{{- range $name, $destination := (index . 0).Values.destinations -}}
{{- if and (has $signal $destination.signals) (or (ne $signal "metrics") (eq $temporality ($destination.temporality | default "cumulative"))) -}}
{{- $exporters = append $exporters (printf "%s/%s" (eq $destination.kind "prometheusremotewrite" | ternary "otlp_grpc" $destination.kind) $name) -}}
{{- end -}}
{{- end -}}
{{- join ", " $exporters -}}
{{- end -}}

{{/* The variable with a value of a Secret: include "destination.variable" (list <destination> <part>) */}}
{{- define "destination.variable" -}}
{{- printf "DESTINATION_%s__%s" (index . 0) (index . 1) | upper | replace "-" "_" -}}
{{- end -}}

{{/* How an exporter connects: include "destination.client" (list . <name>) */}}
{{- define "destination.client" -}}
{{- $name := index . 1 -}}
{{- $destination := get (index . 0).Values.destinations $name -}}
{{- $tls := $destination.tls | default dict -}}
endpoint: {{ $destination.endpoint }}
{{- if or $tls (eq $destination.kind "otlp_grpc") }}
tls:
  insecure: {{ $tls.insecure | default false }}
  {{- range $part := list "ca" "certificate" "key" }}
  {{- if get $tls $part }}
  {{ eq $part "certificate" | ternary "cert" $part }}_pem: "${env:{{ include "destination.variable" (list $name (printf "tls-%s" $part)) }}}"
  {{- end }}
  {{- end }}
{{- end }}
{{- with $destination.headers }}
headers:
  {{- range $header, $value := . }}
  {{- if kindIs "string" $value }}
  {{ $header }}: {{ $value | replace "$" "$$" | quote }}
  {{- else }}
  {{ $header }}: "{{ with $value.scheme }}{{ . }} {{ end }}${env:{{ include "destination.variable" (list $name (printf "header-%s" $header)) }}}"
  {{- end }}
  {{- end }}
{{- end }}
{{- end -}}

{{/*
  The exporters of destinations, each with a queue of its own: include "exporters" (list . <names> <batches of a queue> <host>).
  The host is the name by which Datadog knows the Collector.
*/}}
{{- define "exporters" -}}
{{- $root := index . 0 -}}
{{- range $i, $name := index . 1 }}
{{- $destination := get $root.Values.destinations $name }}
{{- if eq $destination.kind "prometheusremotewrite" }}
# The exporter below has no queue on disk, and counts what it gave up as refused. This one has, and hands it each batch through
# a port of the pod; what has taken too long is tried again here.
otlp_grpc/{{ $name }}:
  endpoint: 127.0.0.1:{{ add 14317 $i }}
  tls: {insecure: true}
  timeout: 20s
{{- else if eq $destination.kind "datadog" }}
datadog/{{ $name }}:
  hostname: {{ index $ 3 }}
  host_metadata: {enabled: false}
  api:
    site: {{ $destination.site }}
    # Without a key that could be one, the whole Collector would not start.
    key: "${env:{{ include "destination.variable" (list $name "api-key") }}:-00000000000000000000000000000000}"
{{- else }}
{{ $destination.kind }}/{{ $name }}:
  {{- include "destination.client" (list $root $name) | nindent 2 }}
{{- end }}
  retry_on_failure: {enabled: true, initial_interval: 1s, max_interval: 10s, max_elapsed_time: {{ $destination.giveUpAfter | default "24h" }}}
  sending_queue: {enabled: true, storage: file_storage/{{ $name }}, queue_size: {{ index $ 2 }}, num_consumers: 4}
{{- if eq $destination.kind "prometheusremotewrite" }}
prometheusremotewrite/{{ $name }}:
  {{- include "destination.client" (list $root $name) | nindent 2 }}
  # Longer than what hands to it waits for.
  timeout: 30s
  remote_write_queue: {enabled: false}
  retry_on_failure: {enabled: true, initial_interval: 1s, max_interval: 10s, max_elapsed_time: 30s}
{{- end }}
{{- end }}
{{- end -}}

{{/* What makes cumulative metrics delta ones, where a destination asks for that. A series that has ended is forgotten. */}}
{{- define "delta.processor" -}}
{{- if include "exporters.of" (list . "metrics" "delta") -}}
cumulativetodelta: {max_staleness: 1h}
{{- end -}}
{{- end -}}

{{/* What hands batches to the exporters of Prometheus remote write: include "remoteWrite.receivers" (list . <names>) */}}
{{- define "remoteWrite.receivers" -}}
{{- range $i, $name := index . 1 }}
{{- if eq "prometheusremotewrite" (get (index $ 0).Values.destinations $name).kind }}
otlp/{{ $name }}: {protocols: {grpc: {endpoint: "127.0.0.1:{{ add 14317 $i }}", max_recv_msg_size_mib: 64}}}
{{- end }}
{{- end }}
{{- end -}}

{{/* The pipelines from these receivers: include "remoteWrite.pipelines" (list . <names>) */}}
{{- define "remoteWrite.pipelines" -}}
{{- range $name := index . 1 }}
{{- if eq "prometheusremotewrite" (get (index $ 0).Values.destinations $name).kind }}
metrics/{{ $name }}: {receivers: [otlp/{{ $name }}], exporters: [prometheusremotewrite/{{ $name }}]}
{{- end }}
{{- end }}
{{- end -}}

{{/* The folders of the queues: include "queues" <names> */}}
{{- define "queues" -}}
{{- /*
  A queue that a power cut broke is renamed to *.backup and begun anew, where bbolt notices: else the Collector never starts
  again. Some damage it does not notice, and panics later. Each write is flushed, so that few are broken.
*/ -}}
{{- range . }}
{{- $directory := printf "/var/lib/otelcol/%s" . }}
file_storage/{{ . }}: {directory: {{ $directory }}, create_directory: true, timeout: 5s, recreate: true, fsync: true, compaction: {on_start: true, on_rebound: true, directory: {{ $directory }}}}
{{- end }}
{{- end -}}

{{/*
  The variables with what Secrets hold: include "destinations.env" (list . <names>). Without its Secret a destination refuses
  what it gets; a Secret that had to be there would stop the Collector for all of them.
*/}}
{{- define "destinations.env" -}}
{{- range $name := index . 1 }}
{{- $destination := get (index $ 0).Values.destinations $name }}
{{- $references := dict }}
{{- range $header, $value := $destination.headers }}
{{- if kindIs "map" $value }}
{{- $_ := set $references (printf "header-%s" $header) $value }}
{{- end }}
{{- end }}
{{- range $part, $value := omit ($destination.tls | default dict) "insecure" }}
{{- $_ := set $references (printf "tls-%s" $part) $value }}
{{- end }}
{{- with $destination.apiKey }}
{{- $_ := set $references "api-key" . }}
{{- end }}
{{- range $part, $reference := $references }}
- {name: {{ include "destination.variable" (list $name $part) }}, valueFrom: {secretKeyRef: {name: {{ $reference.secret }}, key: {{ $reference.key | quote }}, optional: true}}}
{{- end }}
{{- end }}
{{- end -}}

{{/* To a destination's port, at its addresses where the values have them: include "egress.destination" <destination> */}}
{{- define "egress.destination" -}}
{{- $rules := include "egress.address" (.endpoint | default "https://datadog") | fromYamlArray -}}
{{- with .cidrs -}}
{{- $blocks := list -}}
{{- range . -}}
{{- $blocks = append $blocks (dict "ipBlock" (dict "cidr" .)) -}}
{{- end -}}
{{- $_ := set (first $rules) "to" $blocks -}}
{{- end -}}
{{- toYaml $rules -}}
{{- end -}}

{{/* Fails for destinations that the schema cannot refuse. */}}
{{- define "destinations.check" -}}
{{- range $signal := list "traces" "logs" "metrics" -}}
{{- if not (include "destinations" (list $ (list $signal)) | fromJsonArray) -}}
{{- fail (printf "no entry of destinations gets %s, and what the Collectors receive would go nowhere: add %s to the signals of one" $signal $signal) -}}
{{- end -}}
{{- end -}}
{{- $own := dict
    "otlp_http" (list "endpoint" "headers" "tls" "temporality")
    "otlp_grpc" (list "endpoint" "headers" "tls" "temporality")
    "prometheusremotewrite" (list "endpoint" "headers" "tls")
    "datadog" (list "site" "apiKey") -}}
{{- range $name, $destination := .Values.destinations -}}
{{- $here := printf "destinations.%s" $name -}}
{{- $keys := get $own $destination.kind -}}
{{- range $key, $_ := omit $destination "kind" "signals" "cidrs" "giveUpAfter" -}}
{{- if not (has $key $keys) -}}
{{- fail (printf "%s.%s is nothing that the kind %s has: leave it out; it has %s" $here $key $destination.kind (join ", " $keys)) -}}
{{- end -}}
{{- end -}}
{{- range $key := eq $destination.kind "datadog" | ternary (list "site" "apiKey") (list "endpoint") -}}
{{- if not (get $destination $key) -}}
{{- fail (printf "%s.%s is not set, and the kind %s needs it" $here $key $destination.kind) -}}
{{- end -}}
{{- end -}}
{{- $secret := "  for namespace in node-agents observability; do kubectl --namespace $namespace create secret generic %s --from-file=token=<file>; done\nthen write {secret: %s, key: token}" -}}
{{- $secret = printf $secret $name $name -}}
{{- if kindIs "string" $destination.apiKey -}}
{{- fail (printf "%s.apiKey is a literal, which would stand in a ConfigMap for everybody to read: put it into a Secret of each Collector's namespace,\n%s" $here $secret) -}}
{{- end -}}
{{- range $header, $value := $destination.headers -}}
{{- if kindIs "string" $value -}}
{{- $isToken := or
    (regexMatch "(?i)auth|cookie|credential|key|licen[cs]e|passw|secret|signature|team|token" $header)
    (regexMatch "(?i)^(api-?key|api-?token|basic|bearer|token) " $value)
    (and (regexMatch "^[A-Za-z0-9+/_=-]{20,}$" $value) (regexMatch "[0-9]" $value) (regexMatch "[A-Za-z]" $value)) -}}
{{- if $isToken -}}
{{- fail (printf "%s.headers.%s is a literal that looks like a token, and would stand in a ConfigMap for everybody to read: put it into a Secret of each Collector's namespace,\n%s" $here $header $secret) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $tls := $destination.tls | default dict -}}
{{- if ne (hasKey $tls "certificate") (hasKey $tls "key") -}}
{{- fail (printf "%s.tls has a certificate without a key, or a key without a certificate: a client certificate is both" $here) -}}
{{- end -}}
{{- if eq $destination.kind "otlp_grpc" -}}
{{- if not (regexMatch "^[^:/]+:[0-9]+$" $destination.endpoint) -}}
{{- fail (printf "%s.endpoint is %s: the kind otlp_grpc takes <host>:<port>" $here $destination.endpoint) -}}
{{- end -}}
{{- else if ne $destination.kind "datadog" -}}
{{- if not (regexMatch "^https?://" $destination.endpoint) -}}
{{- fail (printf "%s.endpoint is %s: the kind %s takes a URL, https://<host>" $here $destination.endpoint $destination.kind) -}}
{{- end -}}
{{- if and (hasPrefix "http://" $destination.endpoint) (not $tls.insecure) (not (regexMatch "^http://[^/:]+[.]svc([.]cluster[.]local)?([:/]|$)" $destination.endpoint)) -}}
{{- fail (printf "%s.endpoint is %s, which sends telemetry and headers in plain text out of the cluster: write https://, or tls: {insecure: true} if that is meant" $here $destination.endpoint) -}}
{{- end -}}
{{- else if hasPrefix "localhost/modules/" ($.Values.images.collector | default "") -}}
{{- fail (printf "%s is of the kind datadog, and the Collector that IMAGES=modules builds has no exporter for it: take the upstream image (IMAGES=registry), or send by OTLP as helm/observability/destinations/datadog-otlp.yaml does" $here) -}}
{{- end -}}
{{- end -}}
{{- end -}}
