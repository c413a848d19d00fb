{{/* The three exporters of a Collector, and how they bear a store that is away: include "exporters" (list . <queue>) */}}
{{- define "exporters" -}}
{{- $root := index . 0 -}}
{{- $queue := index . 1 -}}
{{- range $signal, $destination := $root.Values.stack }}
{{ $destination.exporter }}/{{ $signal }}:
  endpoint: {{ $destination.endpoint }}
  {{- if eq $destination.exporter "otlp_grpc" }}
  tls: {insecure: true}
  {{- end }}
  {{- with $destination.headers }}
  headers: {{- toYaml . | nindent 4 }}
  {{- end }}
  # Nothing is given up for its age: the queue's size bounds what is held.
  retry_on_failure: {enabled: true, initial_interval: 1s, max_interval: 10s, max_elapsed_time: 0s}
  sending_queue: {{- toYaml $queue | nindent 4 }}
{{- end }}
{{- end -}}
