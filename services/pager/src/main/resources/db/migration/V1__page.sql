-- Times are milliseconds since 1970 (UTC).
create table page (
    number integer primary key autoincrement,
    source text not null,
    dedup_key text not null,
    state text not null check (state in ('TRIGGERED', 'ACKNOWLEDGED', 'RESOLVED')),
    title text not null,
    severity text not null,
    detail text not null, -- JSON: labels, annotations, alerts
    newest_start integer not null, -- when the youngest of its alerts began
    triggered_at integer not null,
    acknowledged_at integer,
    acknowledged_by text,
    resolved_at integer,
    step integer not null default 0, -- of the escalation: the one that comes next
    due_at integer -- TRIGGERED: the next step; ACKNOWLEDGED: when that ends; null: nothing comes by itself
);

-- However often and from how many sides at once it is told: what is open is open once.
create unique index page_open on page (source, dedup_key) where state <> 'RESOLVED';
create index page_dedup on page (source, dedup_key, number);
create index page_due on page (due_at) where due_at is not null;

create table timeline (
    id integer primary key autoincrement,
    page integer not null references page (number),
    at integer not null,
    kind text not null,
    who text not null,
    text text not null
);

create index timeline_page on timeline (page, id);

create trigger timeline_keeps_what_it_has before update on timeline
begin
    select raise(abort, 'the timeline is only added to');
end;

create trigger timeline_loses_nothing before delete on timeline
begin
    select raise(abort, 'the timeline is only added to');
end;

create table notification (
    id text primary key,
    page integer not null references page (number),
    person text not null,
    channel text not null,
    title text not null,
    attempts integer not null default 0,
    next_at integer not null,
    sent_at integer
);

create index notification_unsent on notification (next_at) where sent_at is null;

create table evidence (
    id integer primary key autoincrement,
    page integer not null references page (number),
    requested_at integer not null,
    done_at integer,
    chain text -- JSON
);

create index evidence_page on evidence (page, id);
create index evidence_wanted on evidence (id) where done_at is null;

create table heartbeat (
    name text primary key,
    heard_at integer not null
);
