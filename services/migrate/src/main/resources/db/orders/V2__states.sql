alter table "order" drop constraint order_status_check;
alter table "order" add constraint order_status_check
    check (status in ('PLACED', 'RESERVED', 'PAID', 'CONFIRMED', 'REJECTED', 'CANCELLED', 'REFUNDED'));

-- An order has no price before its stock is reserved.
alter table "order" drop constraint order_total_minor_check;
alter table "order" add constraint order_total_minor_check
    check (total_minor > 0 or total_minor = 0 and status in ('PLACED', 'REJECTED'));

alter table "order" add column card_token text not null default '';
alter table "order" alter column card_token drop default;
alter table "order" add column changed_at timestamptz not null default now();

-- Why an order was rejected: a code, and the words its shopper was told.
alter table "order" add column reason text;
alter table "order" add column reason_detail text;
-- Whether it was ever answered with 201.
alter table "order" add column accepted boolean not null default true;
alter table "order" alter column accepted set default false;

-- What the client calls the request; a repeated key finds the order that it made.
alter table "order" add column idempotency_key text;
alter table "order" add column request_hash text;
alter table "order" add constraint order_idempotency unique (user_id, idempotency_key);

-- Orders that somebody still has to bring to an end.
create index order_open on "order" (changed_at) where status in ('PLACED', 'RESERVED', 'PAID');
