-- How often a notification was handed to the channel, and when it is next.
alter table notification add column attempts integer not null default 0;
alter table notification add column next_at timestamptz not null default now();
-- When it was given up, and why.
alter table notification add column failed_at timestamptz;
alter table notification add column failure text;
drop index notification_unsent;
create index notification_due on notification (next_at) where sent_at is null and failed_at is null;

-- What is older than its retention is found without reading the whole table.
create index notification_age on notification (created_at) where sent_at is not null or failed_at is not null;
create index processed_event_age on processed_event (processed_at);
