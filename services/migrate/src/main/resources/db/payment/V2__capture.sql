-- Where each order's payment stands. One an order, whatever is delivered how often.
create table payment (
    order_id       uuid        primary key,
    user_id        uuid        not null,
    amount_minor   bigint      not null check (amount_minor > 0),
    currency       char(3)     not null,
    status         text        not null check (status in ('AUTHORISED', 'DECLINED', 'CAPTURED', 'VOIDED', 'REFUNDED')),
    bank_reference text,
    decline_reason text,
    created_at     timestamptz not null,
    changed_at     timestamptz not null
);
insert into payment (order_id, user_id, amount_minor, currency, status, created_at, changed_at)
select order_id, user_id, amount_minor, currency, 'CAPTURED', charged_at, charged_at from ledger;

-- The ledger is money that moved: a charge, and perhaps its refund. Nothing in it is ever changed.
alter table ledger add column kind text not null default 'CHARGE' check (kind in ('CHARGE', 'REFUND'));
alter table ledger alter column kind drop default;
alter table ledger drop constraint ledger_order_id_key;
alter table ledger add constraint ledger_once unique (order_id, kind);
alter table ledger rename column charged_at to moved_at;
