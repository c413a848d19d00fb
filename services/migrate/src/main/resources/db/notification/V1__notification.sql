create table notification (
    event_id   uuid        primary key, -- one an event
    order_id   uuid        not null,
    user_id    uuid        not null,
    body       text        not null,
    created_at timestamptz not null default now()
);

-- The events whose effect is in this schema.
create table processed_event (
    event_id     uuid        primary key,
    processed_at timestamptz not null default now()
);
