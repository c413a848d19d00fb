{{/*
  Whom a pod calls, as JSON: include "calls" (list $ <name> <its entry>). With a mail server, notification asks user for the
  shopper's address.
*/}}
{{- define "calls" -}}
{{- $calls := (index . 2).calls | default list -}}
{{- if and (eq (index . 1) "notification") (index . 0).Values.smtp.address -}}
{{- $calls = append $calls "user" | uniq -}}
{{- end -}}
{{- $services := keys (index . 0).Values.services | sortAlpha -}}
{{- range $calls -}}
{{- if not (has . $services) -}}
{{- fail (printf "%s calls %s, which is no service; the services are %s: correct its calls, or add services.%s" (index $ 1) . (join ", " $services) .) -}}
{{- end -}}
{{- end -}}
{{- $calls | toJson -}}
{{- end -}}

{{/* Environment of notification with the mail server: include "env.smtp" .Values.smtp */}}
{{- define "env.smtp" -}}
{{- $address := splitList ":" .address -}}
- {name: ORDERFLOW_NOTIFICATION_CHANNEL, value: smtp}
- {name: ORDERFLOW_NOTIFICATION_FROM, value: {{ .from | quote }}}
- {name: SPRING_MAIL_HOST, value: {{ first $address | quote }}}
- {name: SPRING_MAIL_PORT, value: {{ last $address | quote }}}
{{- if eq (last $address) "465" }}
# That port speaks TLS from the first byte (RFC 8314, section 3.3).
- {name: SPRING_MAIL_PROPERTIES_MAIL_SMTP_SSL_ENABLE, value: "true"}
{{- else }}
- {name: SPRING_MAIL_PROPERTIES_MAIL_SMTP_STARTTLS_ENABLE, value: "true"}
- {name: SPRING_MAIL_PROPERTIES_MAIL_SMTP_STARTTLS_REQUIRED, value: {{ .startTls | quote }}}
{{- end }}
- {name: SPRING_MAIL_PROPERTIES_MAIL_SMTP_SSL_CHECKSERVERIDENTITY, value: "true"}
{{- with .secret }}
- {name: SPRING_MAIL_PROPERTIES_MAIL_SMTP_AUTH, value: "true"}
- {name: SPRING_MAIL_USERNAME, valueFrom: {secretKeyRef: {name: {{ . }}, key: username}}}
- {name: SPRING_MAIL_PASSWORD, valueFrom: {secretKeyRef: {name: {{ . }}, key: password}}}
{{- end }}
{{- end -}}
