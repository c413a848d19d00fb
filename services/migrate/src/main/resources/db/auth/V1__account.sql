create table account (
    id            uuid        primary key,
    email         text        not null unique check (email = lower(email)),
    password_hash text        not null,
    created_at    timestamptz not null default now()
);
