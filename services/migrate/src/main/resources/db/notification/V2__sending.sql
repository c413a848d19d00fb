alter table notification add column subject text not null default '';
alter table notification alter column subject drop default;
-- Null until the channel took it.
alter table notification add column sent_at timestamptz;
update notification set sent_at = created_at;
create index notification_unsent on notification (created_at) where sent_at is null;
