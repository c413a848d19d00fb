{{/* The environment by which a program reaches a store; the names are Spring Boot's. */}}
{{- define "env.postgresql" -}}
- {name: SPRING_DATASOURCE_URL, value: "jdbc:postgresql://{{ .Values.postgresql.external | default "postgresql:5432" }}/orderflow"}
- {name: SPRING_DATASOURCE_USERNAME, value: orderflow}
- {name: SPRING_DATASOURCE_PASSWORD, valueFrom: {secretKeyRef: {name: stores, key: postgresql-password}}}
{{- end -}}

{{- define "env.valkey" -}}
{{- $address := splitList ":" (.Values.valkey.external | default "valkey:6379") -}}
- {name: SPRING_DATA_REDIS_HOST, value: {{ first $address }}}
- {name: SPRING_DATA_REDIS_PORT, value: {{ last $address | quote }}}
- {name: SPRING_DATA_REDIS_PASSWORD, valueFrom: {secretKeyRef: {name: stores, key: valkey-password}}}
{{- end -}}

{{- define "env.kafka" -}}
- {name: SPRING_KAFKA_BOOTSTRAPSERVERS, value: "{{ .Values.kafka.external | default "kafka:9092" }}"}
{{- end -}}
