#!/bin/sh
# Gives each user of the list beside this its password's hash, then becomes the server. Runs in the upstream image and in ours.
set -eu
start=${START:-/etc/orderflow/valkey} passwords=${PASSWORDS:-/etc/orderflow/valkey-passwords} folder=${FOLDER:-/tmp}
while read -r user rules; do
  hash=$(printf %s "$(cat "$passwords/$user")" | sha256sum)
  echo "user $user on #${hash%% *} $rules"
done <"$start/users" >"$folder/users.acl"
# Sessions and caches: what is lost with it is made again.
exec valkey-server --port "${PORT:-6379}" --bind '*' --save '' --appendonly no --dir "$folder" --maxmemory "${MAXMEMORY:-64mb}" --maxmemory-policy volatile-lru --aclfile "$folder/users.acl"
