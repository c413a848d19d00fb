create table profile (
    id    uuid primary key,
    email text not null unique,
    name  text not null
);

create table address (
    id      uuid primary key,
    user_id uuid not null references profile,
    street  text not null,
    city    text not null,
    country text not null
);
create index address_user on address (user_id);
