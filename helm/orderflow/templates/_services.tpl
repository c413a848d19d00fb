{{/*
  The environment of a service: what the chart sets, and what the values add. include "service.env" (list $ <name> <its entry>)
  A name that the chart sets is refused: of two of one name the last would count, unseen. Spring reads one property from
  several spellings (MAXIMUMPOOLSIZE, MAXIMUM_POOL_SIZE), which are one name here.
*/}}
{{- define "service.env" -}}
{{- $values := (index . 0).Values -}}{{- $name := index . 1 -}}
{{- $own := include "service.env.own" . | trim -}}
{{- $set := dict -}}
{{- range fromYamlArray $own -}}{{- $_ := set $set (.name | upper | replace "_" "") .name -}}{{- end -}}
{{- $own -}}
{{- /* Not what the service's merged entry has: of one variable that would be a mixture of two references. */}}
{{- $added := dict -}}
{{- range $from, $variables := dict "defaults" $values.defaults.env (printf "services.%s" $name) (get $values.services $name).env -}}
{{- range $variable, $value := $variables -}}
{{- with get $set ($variable | upper | replace "_" "") -}}
{{- fail (printf "%s.env.%s: the chart sets %s itself for %s; leave it out, and see helm/orderflow/values.yaml for the value that it is made from" $from $variable . $name) -}}
{{- end -}}
{{- $_ := set $added $variable $value -}}
{{- end -}}
{{- end -}}
{{- range $variable, $value := $added }}
- {name: {{ $variable }}, {{ kindIs "string" $value | ternary "value" "valueFrom" }}: {{ toJson $value }}}
{{- end }}
{{- end -}}

{{/* The variables that the chart sets: include "service.env.own" of the same list. */}}
{{- define "service.env.own" -}}
{{- $root := index . 0 -}}{{- $name := index . 1 -}}{{- $service := index . 2 -}}
{{- range $store := $service.needs }}
{{ include (printf "env.%s" $store) (list $root $name) }}
{{- end }}
{{- if has "postgresql" ($service.needs | default list) }}
- {name: SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE, value: {{ $service.pool | quote }}}
{{- end }}
{{- range $other := include "calls" . | fromJsonArray }}
- {name: ORDERFLOW_CLIENTS_{{ upper $other }}_URL, value: "http://{{ $other }}:8080"}
{{- end }}
- {name: ORDERFLOW_PROBES_PORT, value: {{ include "probes.port" $root | quote }}}
- {name: ORDERFLOW_SHUTDOWN_DRAIN, value: {{ printf "%ds" (int $service.drainSeconds) | quote }}}
- {name: ORDERFLOW_IDENTITY_KEY, value: "file:/etc/orderflow/identity/key.pem"}
- {name: ORDERFLOW_IDENTITY_CERTIFICATES, value: "file:/etc/orderflow/identities/"}
{{- if and (eq $name "notification") $root.Values.smtp.address }}
{{ include "env.smtp" $root.Values.smtp }}
{{- end }}
{{- if eq $name "auth" }}
- {name: ORDERFLOW_AUTH_KEYS, value: /etc/orderflow/auth}
{{- end }}
{{- end -}}
