alter table account add column role text not null default 'SHOPPER' check (role in ('SHOPPER', 'OPERATOR'));
