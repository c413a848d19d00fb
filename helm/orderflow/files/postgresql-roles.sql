-- Who may do what in the database. Run as the superuser at each start, before anybody can connect; each statement may be
-- repeated. The passwords are files of the folder $PASSWORDS, named as their roles.
\set orderflow `cat "$PASSWORDS/orderflow"`
\set monitoring `cat "$PASSWORDS/monitoring"`
select 'create role orderflow' where not exists (select from pg_roles where rolname = 'orderflow') \gexec
select 'create role monitoring' where not exists (select from pg_roles where rolname = 'monitoring') \gexec
alter role orderflow login password :'orderflow';
alter role monitoring login password :'monitoring';
-- It has connections of its own (reserved_connections): what is exhausted must still be seen.
grant pg_monitor, pg_use_reserved_connections to monitoring;
select 'create database orderflow owner orderflow' where not exists (select from pg_database where datname = 'orderflow') \gexec
revoke all on database orderflow from public;
grant connect on database orderflow to monitoring;
\connect orderflow
{{- range $user, $service := include "store.users" (list $ "postgresql") | fromJson }}
{{- $schema := $service.schema | default $user }}

-- {{ $user }}: reads and writes its own schema, whose tables migrate makes and owns.
\set password `cat "$PASSWORDS/{{ $user }}"`
select 'create role "{{ $user }}"' where not exists (select from pg_roles where rolname = '{{ $user }}') \gexec
alter role "{{ $user }}" login password :'password';
grant connect on database orderflow to "{{ $user }}";
create schema if not exists "{{ $schema }}" authorization orderflow;
grant usage on schema "{{ $schema }}" to "{{ $user }}";
grant select, insert, update, delete on all tables in schema "{{ $schema }}" to "{{ $user }}";
grant usage on all sequences in schema "{{ $schema }}" to "{{ $user }}";
alter default privileges for role orderflow in schema "{{ $schema }}" grant select, insert, update, delete on tables to "{{ $user }}";
alter default privileges for role orderflow in schema "{{ $schema }}" grant usage on sequences to "{{ $user }}";
{{- end }}
