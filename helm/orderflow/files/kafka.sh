#!/bin/sh
# Adds each user's password to the configuration, formats an empty volume, then becomes the broker. Runs in the upstream
# image and in ours.
set -eu
start=${START:-/etc/orderflow/kafka} passwords=${PASSWORDS:-/etc/orderflow/kafka-passwords} configuration=${CONFIGURATION:-/tmp/kafka.properties} bin=${BIN:-/opt/kafka/bin}
umask 077
quoted() { sed 's/[\\"]/\\&/g' "$passwords/$1" | sed 's/\\/\\\\/g'; } # for JAAS, then for a properties file
{
  cat "$start/kafka.properties"
  printf 'listener.name.broker.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="admin" password="%s"' "$(quoted admin)"
  for file in "$passwords"/*; do
    user=${file##*/}
    printf ' user_%s="%s"' "$user" "$(quoted "$user")"
  done
  echo ';'
} >"$configuration"
"$bin/kafka-storage.sh" format --standalone --ignore-formatted --cluster-id orderflow-0000000000000 --config "$configuration"
exec "$bin/kafka-server-start.sh" "$configuration"
