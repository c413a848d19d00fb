create table product (
    sku         text    primary key,
    name        text    not null,
    price_minor bigint  not null check (price_minor > 0),
    currency    char(3) not null
);

-- available + reserved + sold is what was ever stocked.
create table stock (
    sku       text    primary key references product,
    available integer not null check (available >= 0),
    reserved  integer not null default 0 check (reserved >= 0),
    sold      integer not null default 0 check (sold >= 0)
);

create table reservation (
    order_id   uuid        primary key,
    status     text        not null check (status in ('RESERVED', 'COMMITTED', 'RELEASED')),
    created_at timestamptz not null default now()
);

create table reservation_line (
    order_id         uuid    not null references reservation,
    sku              text    not null references product,
    quantity         integer not null check (quantity > 0),
    unit_price_minor bigint  not null,
    currency         char(3) not null,
    primary key (order_id, sku)
);
