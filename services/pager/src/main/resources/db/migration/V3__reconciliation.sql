-- Times are milliseconds since 1970 (UTC).
alter table page add column held_until integer; -- the step that is due waits for the end of a maintenance window or a silence
alter table page add column silenced_until integer; -- Alertmanager mutes all its alerts until then
alter table page add column resolved_by text; -- a person, a program, or the pager
alter table page add column exhausted_at integer; -- all steps and repeats of the escalation were over then

update page set held_until = due_at where state = 'TRIGGERED' and step = 0 and due_at is not null;
update page set resolved_by = (select who from timeline where timeline.page = page.number and kind = 'RESOLVED' order by id desc limit 1)
where state = 'RESOLVED';
update page set exhausted_at = (select at from timeline where timeline.page = page.number and kind = 'EXHAUSTED' order by id desc limit 1)
where state = 'TRIGGERED' and due_at is null;

create index page_held on page (number) where held_until is not null;
create index page_ended on page (resolved_at) where state = 'RESOLVED';

-- The alerts of a page that were delivered as firing and not yet as ended, also those that Alertmanager mutes meanwhile.
create table page_alert (
    page integer not null references page (number),
    fingerprint text not null, -- Alertmanager's, of the labels
    primary key (page, fingerprint)
) without rowid;

create index page_alert_fingerprint on page_alert (fingerprint);

insert or ignore into page_alert (page, fingerprint)
select page.number, json_extract(alert.value, '$.fingerprint') from page, json_each(page.detail, '$.alerts') alert
where page.source = 'ALERTMANAGER' and page.state <> 'RESOLVED' and json_extract(alert.value, '$.fingerprint') <> '';

-- A notification that is no longer wanted: its page was acknowledged or has ended, or the channel is no more.
alter table notification add column cancelled_at integer;

update notification set cancelled_at = next_at
where sent_at is null and page in (select number from page where state <> 'TRIGGERED');

drop index notification_unsent;
create index notification_unsent on notification (next_at) where sent_at is null and cancelled_at is null;
create index notification_page on notification (page) where sent_at is null and cancelled_at is null;

-- How long the dead man's alert has been silent while the pager was up, ms.
alter table heartbeat add column silent integer not null default 0;

-- Walks that began and did not end: what ends the pager again and again is given up.
alter table evidence add column attempts integer not null default 0;
