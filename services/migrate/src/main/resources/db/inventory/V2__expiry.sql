alter table reservation drop constraint reservation_status_check;
alter table reservation add constraint reservation_status_check
    check (status in ('RESERVED', 'COMMITTED', 'RELEASED', 'EXPIRED', 'RETURNED'));

alter table reservation add column expires_at timestamptz not null default now() + interval '15 minutes';
alter table reservation alter column expires_at drop default;
create index reservation_expiry on reservation (expires_at) where status = 'RESERVED';

-- available + reserved + sold = stocked, whatever happens.
alter table stock add column stocked integer;
update stock set stocked = available + reserved + sold;
alter table stock alter column stocked set not null;
