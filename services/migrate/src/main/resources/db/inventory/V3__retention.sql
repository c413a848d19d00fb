-- What is older than its retention is found without reading the whole table.
create index reservation_ended on reservation (expires_at) where status <> 'RESERVED';
