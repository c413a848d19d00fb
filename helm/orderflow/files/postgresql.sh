#!/bin/sh
# Makes the database on an empty volume, sets its roles, then becomes the server. Runs in the upstream image and in ours.
set -eu
# The kernel ignores for the first process of a container what it has no handler for.
trap 'exit 143' INT TERM
start=${START:-/etc/postgresql/start}
export PASSWORDS="${PASSWORDS:-/etc/postgresql/passwords}"
data=$PGDATA
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # Made beside its place and moved there when it is complete: a first start that was killed begins again.
  data=$PGDATA.new
  if [ -e "$PGDATA" ] && ! rmdir "$PGDATA"; then
    echo "error: $PGDATA has files, but no PG_VERSION: it is no database; try: look at them, and move them away" >&2
    exit 1
  fi
  rm -rf "$data"
  # The superuser logs in from inside the pod only.
  initdb --pgdata="$data" --username=postgres --auth-local=peer --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
  echo "host all all all scram-sha-256" >>"$data/pg_hba.conf"
fi
# On a socket only, before anybody else can come. After a crash this start recovers what was under way, however long it takes.
pg_ctl start --pgdata="$data" --wait --timeout=3600 --options="-c listen_addresses='' -c unix_socket_directories=/tmp"
psql --host=/tmp --username=postgres --dbname=postgres --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --file="$start/roles.sql"
pg_ctl stop --pgdata="$data" --wait --mode=fast
[ "$data" = "$PGDATA" ] || mv "$data" "$PGDATA"
trap - INT TERM
exec postgres -c listen_addresses='*' -c unix_socket_directories=/tmp -c jit=off -c "max_connections=$MAX_CONNECTIONS" \
  -c "reserved_connections=$RESERVED_CONNECTIONS" -c log_min_messages=warning -c log_line_prefix='%m [%p] %u@%h '
