-- The tables' owner lets each service write its schema; what was migrated, a service may not rewrite.
do $$
declare service name;
begin
    for service in
        select distinct grantee from information_schema.role_table_grants
        where table_schema = current_schema() and table_name = 'flyway_schema_history' and grantee not in (current_user, 'PUBLIC')
    loop
        execute format('revoke all on flyway_schema_history from %I', service);
    end loop;
end $$;
