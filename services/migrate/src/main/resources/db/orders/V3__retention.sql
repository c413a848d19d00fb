-- What is older than its retention is found without reading the whole table.
create index outbox_published on outbox (published_at) where published_at is not null;
create index processed_event_age on processed_event (processed_at);
create index order_ended on "order" (changed_at) where status not in ('PLACED', 'RESERVED', 'PAID');
