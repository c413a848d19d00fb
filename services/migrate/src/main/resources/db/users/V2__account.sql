-- What an account is to the shop. When the earlier ones were opened is not known; they have paid in euros.
alter table profile add column tier text not null default 'STANDARD'
    check (tier in ('STANDARD', 'SILVER', 'GOLD', 'PARTNER'));
alter table profile add column currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$');
alter table profile add column created_at timestamptz;
alter table profile alter column created_at set default now();
