#!/bin/sh
# Makes the database on an empty volume, then becomes the server. Runs in the upstream image and in ours.
set -eu
# The kernel ignores for the first process of a container what it has no handler for.
trap 'exit 143' INT TERM
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # Made beside its place and moved there when it is complete: a first start that was killed begins again.
  new=$PGDATA.new passwords=${PASSWORDS:-/etc/postgresql/passwords}
  if [ -e "$PGDATA" ] && ! rmdir "$PGDATA"; then
    echo "error: $PGDATA has files, but no PG_VERSION: it is no database; try: look at them, and move them away" >&2
    exit 1
  fi
  rm -rf "$new"
  # The superuser logs in from inside the pod only; the services own their database and no more.
  initdb --pgdata="$new" --username=postgres --auth-local=peer --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
  echo "host all all all scram-sha-256" >>"$new/pg_hba.conf"
  # On a socket only, before anybody else can come.
  pg_ctl start --pgdata="$new" --wait --options="-c listen_addresses='' -c unix_socket_directories=/tmp"
  psql --host=/tmp --username=postgres --dbname=postgres --set=ON_ERROR_STOP=1 \
    --set=owner="$(cat "$passwords/postgresql-password")" \
    --set=monitoring="$(cat "$passwords/postgresql-monitoring-password")" <<'SQL'
create role orderflow login password :'owner';
-- It has connections of its own (reserved_connections): what is exhausted must still be seen.
create role monitoring login password :'monitoring' in role pg_monitor, pg_use_reserved_connections;
create database orderflow owner orderflow;
SQL
  pg_ctl stop --pgdata="$new" --wait --mode=fast
  mv "$new" "$PGDATA"
fi
trap - INT TERM
exec postgres -c listen_addresses='*' -c unix_socket_directories=/tmp -c jit=off -c "max_connections=$MAX_CONNECTIONS" \
  -c "reserved_connections=$RESERVED_CONNECTIONS" -c log_min_messages=warning -c log_line_prefix='%m [%p] %u@%h '
