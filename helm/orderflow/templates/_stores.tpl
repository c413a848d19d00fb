{{/* The user who owns what a store of the chart's holds: include "store.owner" <store> */}}
{{- define "store.owner" -}}
{{- get (dict "postgresql" "orderflow" "valkey" "default" "kafka" "admin") . -}}
{{- end -}}

{{/* The ports of the stores that are run here, as YAML by store. */}}
{{- define "store.ports" -}}{postgresql: 5432, valkey: 6379, kafka: 9092}{{- end -}}

{{/* To what a service or job connects, as rules of a NetworkPolicy: include "pod.egress" (list $ <name> <its entry>) */}}
{{- define "pod.egress" -}}
{{- $root := index . 0 -}}{{- $name := index . 1 -}}{{- $pod := index . 2 -}}
{{ include "egress.dns" $root }}
{{- range $other := include "calls" . | fromJsonArray }}
- to: [{podSelector: {matchLabels: {app.kubernetes.io/name: {{ $other }}}}}]
  ports: [{port: 8080}]
{{- end }}
{{- range $store := $pod.needs }}
{{- with (get $root.Values $store).external }}
{{ include "egress.store" (list $store .) }}
{{- else }}
- to: [{podSelector: {matchLabels: {app.kubernetes.io/name: {{ $store }}}}}]
  ports: [{port: {{ get (include "store.ports" $root | fromYaml) $store }}}]
{{- end }}
{{- end }}
{{- if and (eq $name "notification") $root.Values.smtp.address }}
{{ include "egress.address" $root.Values.smtp.address }}
{{- end }}
{{- if hasKey $root.Values.services $name }}
{{ include "egress.address" $root.Values.instrumentation.collector }}
{{- end }}
{{- end -}}

{{/*
  What a pod needs to reach a store as its own user, as JSON: include "store" (list $ <store> <user>).
    secret, key   where its password is: the stores' owners and the monitoring share the Secret `stores`, each other user has
                  the Secret stores-<user>. No key where the store asks for no password.
*/}}
{{- define "store" -}}
{{- $root := index . 0 -}}{{- $store := index . 1 -}}{{- $user := index . 2 -}}
{{- $found := dict "secret" (printf "stores-%s" $user) "key" (printf "%s-password" $store) -}}
{{- if eq $user (include "store.owner" $store) -}}{{- $_ := set $found "secret" "stores" -}}{{- end -}}
{{- if and (eq $store "kafka") $root.Values.kafka.external (not $root.Values.kafka.sasl) -}}{{- $_ := set $found "key" "" -}}{{- end -}}
{{- $found | toJson -}}
{{- end -}}

{{/* Where the certificate of the authority of a store outside is mounted: include "store.ca" <store>; see "volume.ca". */}}
{{- define "store.ca" -}}/etc/orderflow/ca/{{ . }}/ca.crt{{- end -}}

{{/* The environment by which a program reaches a store as a user: include "env.<store>" (list $ <user>). The names are Spring Boot's. */}}
{{- define "env.postgresql" -}}
{{- $root := index . 0 -}}{{- $user := index . 1 -}}{{- $its := $root.Values.postgresql -}}
{{- $password := include "store" (list $root "postgresql" $user) | fromJson -}}
{{- $tls := "" -}}
{{- if $its.tls.enabled -}}
{{- $tls = "?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory" -}}
{{- if $its.tls.caSecret -}}{{- $tls = printf "?sslmode=verify-full&sslrootcert=%s" (include "store.ca" "postgresql") -}}{{- end -}}
{{- end -}}
- {name: SPRING_DATASOURCE_URL, value: "jdbc:postgresql://{{ $its.external | default "postgresql:5432" }}/orderflow{{ $tls }}"}
- {name: SPRING_DATASOURCE_USERNAME, value: {{ $user }}}
- {name: SPRING_DATASOURCE_PASSWORD, valueFrom: {secretKeyRef: {name: {{ $password.secret }}, key: {{ $password.key }}}}}
{{- end -}}

{{- define "env.valkey" -}}
{{- $root := index . 0 -}}{{- $user := index . 1 -}}{{- $its := $root.Values.valkey -}}
{{- $password := include "store" (list $root "valkey" $user) | fromJson -}}
{{- $address := splitList ":" ($its.external | default "valkey:6379") -}}
- {name: SPRING_DATA_REDIS_HOST, value: {{ first $address }}}
- {name: SPRING_DATA_REDIS_PORT, value: {{ last $address | quote }}}
- {name: SPRING_DATA_REDIS_USERNAME, value: {{ $user }}}
- {name: SPRING_DATA_REDIS_PASSWORD, valueFrom: {secretKeyRef: {name: {{ $password.secret }}, key: {{ $password.key }}}}}
{{- if $its.tls.enabled }}
- {name: SPRING_DATA_REDIS_SSL_ENABLED, value: "true"}
{{- if $its.tls.caSecret }}
- {name: SPRING_DATA_REDIS_SSL_BUNDLE, value: valkey}
- {name: SPRING_SSL_BUNDLE_PEM_VALKEY_TRUSTSTORE_CERTIFICATE, value: "file:{{ include "store.ca" "valkey" }}"}
{{- end }}
{{- end }}
{{- end -}}

{{- define "env.kafka" -}}
{{- $root := index . 0 -}}{{- $user := index . 1 -}}{{- $its := $root.Values.kafka -}}
{{- $password := include "store" (list $root "kafka" $user) | fromJson -}}
- {name: SPRING_KAFKA_BOOTSTRAPSERVERS, value: "{{ $its.external | default "kafka:9092" }}"}
{{- if or $password.key $its.tls.enabled }}
- {name: SPRING_KAFKA_PROPERTIES_SECURITY_PROTOCOL, value: {{ if $password.key }}SASL_{{ end }}{{ ternary "SSL" "PLAINTEXT" $its.tls.enabled }}}
{{- end }}
{{- if and $its.tls.enabled $its.tls.caSecret }}
- {name: SPRING_KAFKA_PROPERTIES_SSL_TRUSTSTORE_TYPE, value: PEM}
- {name: SPRING_KAFKA_PROPERTIES_SSL_TRUSTSTORE_LOCATION, value: {{ include "store.ca" "kafka" }}}
{{- end }}
{{- if $password.key }}
{{- $mechanism := "PLAIN" }}{{ if $its.external }}{{ $mechanism = $its.sasl }}{{ end }}
- {name: SPRING_KAFKA_PROPERTIES_SASL_MECHANISM, value: {{ $mechanism }}}
- {name: KAFKA_PASSWORD, valueFrom: {secretKeyRef: {name: {{ $password.secret }}, key: {{ $password.key }}}}}
- name: SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG
  value: org.apache.kafka.common.security.{{ hasPrefix "SCRAM" $mechanism | ternary "scram.Scram" "plain.Plain" }}LoginModule required username="{{ $user }}" password="$(KAFKA_PASSWORD)";
{{- end }}
{{- end -}}

{{/* Mounts and volumes of the stores' authorities: include "mounts.ca" (list $ <needs>), include "volumes.ca" of the same. */}}
{{- define "mounts.ca" -}}
{{- range $store := index . 1 }}{{- with (get (index $ 0).Values $store).tls }}{{- if and .enabled .caSecret }}
- {name: ca-{{ $store }}, mountPath: {{ dir (include "store.ca" $store) }}, readOnly: true}
{{- end }}{{- end }}{{- end }}
{{- end -}}
{{- define "volumes.ca" -}}
{{- range $store := index . 1 }}{{- with (get (index $ 0).Values $store).tls }}{{- if and .enabled .caSecret }}
- {name: ca-{{ $store }}, secret: {secretName: {{ .caSecret }}, items: [{key: ca.crt, path: ca.crt}]}}
{{- end }}{{- end }}{{- end }}
{{- end -}}

{{/* The users of a store that is run here, besides its owner and the monitoring, as JSON by name: include "store.users" (list $ <store>). */}}
{{- define "store.users" -}}
{{- $users := dict -}}
{{- range $name, $pod := merge (dict) (index . 0).Values.services (index . 0).Values.jobs -}}
{{- if and (has (index $ 1) ($pod.needs | default list)) (not (hasKey $pod "as")) -}}{{- $_ := set $users $name $pod -}}{{- end -}}
{{- end -}}
{{- $users | toJson -}}
{{- end -}}

{{/* The volume with a file for each user of a store, of its name: include "volume.passwords" (list $ <store>). */}}
{{- define "volume.passwords" -}}
{{- $store := index . 1 -}}
# A file for each user, of its name.
- name: passwords
  projected:
    defaultMode: 0440
    sources:
      - secret:
          name: stores
          items:
            - {key: {{ $store }}-password, path: {{ include "store.owner" $store }}}
            - {key: {{ $store }}-monitoring-password, path: monitoring}
      {{- range $user, $_ := include "store.users" . | fromJson }}
      - secret: {name: stores-{{ $user }}, items: [{key: {{ $store }}-password, path: {{ $user }}}]}
      {{- end }}
{{- end -}}

{{/*
  The data of a Secret of passwords, as JSON: include "passwords" (list $ <name> <key>...). What it holds stays; what it
  lacks is made, unless the store is somebody else's or the Secret was made beforehand: then the render fails.
*/}}
{{- define "passwords" -}}
{{- $root := index . 0 -}}{{- $name := index . 1 -}}{{- $keys := slice . 2 -}}
{{- $namespace := $root.Release.Namespace -}}
{{- $secret := lookup "v1" "Secret" $namespace $name | default dict -}}
{{- $theirs := eq (include "theirs" (list $root $name)) "true" -}}
{{- $passwords := dict -}}
{{- range $key := $keys -}}
{{- $password := get ($secret.data | default dict) $key -}}
{{- if and (not $password) (or $theirs (get $root.Values (first (splitList "-" $key))).external) (lookup "v1" "Namespace" "" $namespace) -}}
{{- fail (printf "the Secret %s has no %s: kubectl --namespace %s create secret generic %s --from-literal=%s=..." $name $key $namespace $name (join "=... --from-literal=" $keys)) -}}
{{- end -}}
{{- $_ := set $passwords $key ($password | default (randAlphaNum 32 | b64enc)) -}}
{{- end -}}
{{- $passwords | toJson -}}
{{- end -}}

{{/* Whether a Secret was made beforehand: it stays its maker's, and Helm would refuse to take it over. include "theirs" (list $ <name>) */}}
{{- define "theirs" -}}
{{- $secret := lookup "v1" "Secret" (index . 0).Release.Namespace (index . 1) -}}
{{- if $secret -}}{{- ne "Helm" (dig "metadata" "labels" "app.kubernetes.io/managed-by" "" $secret) -}}{{- else -}}false{{- end -}}
{{- end -}}

{{/* Whether migrate seeds demo accounts, "true" or "": by default into the database that the chart runs, into no external one. */}}
{{- define "seeds" -}}
{{- $enabled := .Values.migrate.seed.enabled -}}
{{- if or (and (kindIs "bool" $enabled) $enabled) (and (not (kindIs "bool" $enabled)) (not .Values.postgresql.external)) -}}true{{- end -}}
{{- end -}}
