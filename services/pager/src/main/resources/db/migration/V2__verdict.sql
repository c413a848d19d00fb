-- What a responder says is wrong. Only ever added to: the last word counts, and the earlier ones stay.
create table verdict (
    number integer primary key autoincrement,
    at integer not null,
    who text not null,
    page integer references page (number), -- null: of the system as a whole
    component text not null,
    mechanism text not null,
    trace_id text not null -- empty: none was named
);

create index verdict_at on verdict (at);

create trigger verdict_keeps_what_it_has before update on verdict
begin
    select raise(abort, 'verdicts are only added to');
end;

create trigger verdict_loses_nothing before delete on verdict
begin
    select raise(abort, 'verdicts are only added to');
end;
