#!/bin/sh
# As in Apache's image, by the same path.
exec java ${KAFKA_HEAP_OPTS:--Xmx512m} -cp '/opt/kafka/libs/*' kafka.Kafka "$@"
