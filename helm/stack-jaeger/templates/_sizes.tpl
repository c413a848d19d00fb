{{/*
  How much a store may keep on its volume, checked to be less than the volume: include "retention.size" (list . <store>).
  A GB is counted as 1024 MB, a MB as 1 MiB, the larger of what the programs mean by them.
*/}}
{{- define "retention.size" -}}
{{- $store := get (index . 0).Values (index . 1) -}}
{{- $mebibytes := dict -}}
{{- range $key, $text := dict "retentionSize" $store.retentionSize "storage" $store.storage -}}
{{- $_ := set $mebibytes $key (include "mebibytes" (regexReplaceAll "B$" $text "i") | int64) -}}
{{- end -}}
{{- if ge $mebibytes.retentionSize $mebibytes.storage -}}
{{- fail (printf "%s.retentionSize %s is not less than %s.storage %s: the volume would be full before anything is removed; set a smaller size, or a larger volume" (index . 1) $store.retentionSize (index . 1) $store.storage) -}}
{{- end -}}
{{- $store.retentionSize -}}
{{- end -}}
