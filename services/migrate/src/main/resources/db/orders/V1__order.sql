create table "order" (
    id          uuid        primary key,
    user_id     uuid        not null,
    address_id  uuid        not null,
    status      text        not null check (status in ('PLACED', 'CONFIRMED')),
    total_minor bigint      not null check (total_minor > 0),
    currency    char(3)     not null,
    placed_at   timestamptz not null
);
create index order_user on "order" (user_id, placed_at desc);

create table order_line (
    order_id uuid    not null references "order",
    number   integer not null,
    sku      text    not null,
    quantity integer not null check (quantity > 0),
    primary key (order_id, number)
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
