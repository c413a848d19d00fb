create table ledger (
    id           uuid        primary key,
    order_id     uuid        not null unique, -- no order is charged twice
    user_id      uuid        not null,
    amount_minor bigint      not null check (amount_minor > 0),
    currency     char(3)     not null,
    charged_at   timestamptz not null
);

-- Events to be sent, in the sequence of their writing, each with the trace context of its writer.
create table outbox (
    seq          bigint generated always as identity primary key,
    id           uuid        not null unique,
    topic        text        not null,
    key          text        not null,
    payload      text        not null,
    traceparent  text,
    tracestate   text,
    created_at   timestamptz not null default now(),
    published_at timestamptz
);
create index outbox_unpublished on outbox (seq) where published_at is null;

-- The events whose effect is in this schema.
create table processed_event (
    event_id     uuid        primary key,
    processed_at timestamptz not null default now()
);
