#!/bin/sh
# Makes the database on an empty volume, then becomes the server. Runs in the upstream image and in ours.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  initdb --username=orderflow --pwfile=/etc/postgresql/password --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  # Before anybody else can come: on a socket only, where the owner needs no password.
  pg_ctl start --wait --options="-c listen_addresses='' -c unix_socket_directories=/tmp"
  PGPASSWORD=$(cat /etc/postgresql/password) psql --host=/tmp --username=orderflow --dbname=postgres --command='create database orderflow'
  pg_ctl stop --wait --mode=fast
fi
exec postgres -c listen_addresses='*' -c unix_socket_directories=/tmp -c jit=off -c "max_connections=$MAX_CONNECTIONS" \
  -c log_min_messages=warning -c log_line_prefix='%m [%p] %u@%h '
