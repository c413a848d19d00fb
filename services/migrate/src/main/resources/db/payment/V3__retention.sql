-- What is older than its retention is found without reading the whole table.
create index outbox_published on outbox (published_at) where published_at is not null;
create index processed_event_age on processed_event (processed_at);
create index payment_age on payment (changed_at);

-- What was charged before V2 has no reference yet, without which it cannot be refunded: the bank's name for an order's
-- authorisation is the UUID (version 3) of these words.
update payment set bank_reference = (
    select encode(set_byte(set_byte(hash, 6, get_byte(hash, 6) & 15 | 48), 8, get_byte(hash, 8) & 63 | 128), 'hex')::uuid::text
    from decode(md5('authorisation of ' || order_id), 'hex') as hash)
where bank_reference is null and status = 'CAPTURED';
