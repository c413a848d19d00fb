#!/bin/sh
# Makes the database on an empty volume, then becomes the server. Runs in the upstream image and in ours.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # The superuser logs in from inside the pod only; the services own their database and no more.
  initdb --username=postgres --auth-local=peer --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  # On a socket only, before anybody else can come.
  pg_ctl start --wait --options="-c listen_addresses='' -c unix_socket_directories=/tmp"
  psql --host=/tmp --username=postgres --dbname=postgres --set=ON_ERROR_STOP=1 \
    --set=owner="$(cat /etc/postgresql/passwords/postgresql-password)" \
    --set=monitoring="$(cat /etc/postgresql/passwords/postgresql-monitoring-password)" <<'SQL'
create role orderflow login password :'owner';
-- It has connections of its own (reserved_connections): what is exhausted must still be seen.
create role monitoring login password :'monitoring' in role pg_monitor, pg_use_reserved_connections;
create database orderflow owner orderflow;
SQL
  pg_ctl stop --wait --mode=fast
fi
exec postgres -c listen_addresses='*' -c unix_socket_directories=/tmp -c jit=off -c "max_connections=$MAX_CONNECTIONS" \
  -c "reserved_connections=$RESERVED_CONNECTIONS" -c log_min_messages=warning -c log_line_prefix='%m [%p] %u@%h '
