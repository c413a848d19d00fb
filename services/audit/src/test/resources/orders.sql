-- One order in each state in which an order ends, as the services leave it.
insert into inventory.product (sku, name, price_minor, currency) values ('A', 'a', 500, 'EUR'), ('B', 'b', 100, 'EUR');
insert into inventory.stock (sku, available, reserved, sold, stocked) values ('A', 98, 0, 2, 100), ('B', 9, 0, 1, 10);

create temporary table example (number int, status text, accepted boolean, reservation text, payment text);
insert into example values
    (1, 'CONFIRMED', true, 'COMMITTED', 'CAPTURED'),
    (2, 'REJECTED', true, 'RELEASED', 'DECLINED'),
    (3, 'CANCELLED', true, 'RELEASED', 'VOIDED'),
    (4, 'REFUNDED', true, 'RETURNED', 'REFUNDED'),
    (5, 'REJECTED', false, null, null),
    (6, 'REJECTED', true, 'EXPIRED', 'VOIDED');

create function pg_temp.id(what text, number int) returns uuid language sql as $$ select md5(what || number)::uuid $$;

insert into orders."order" (id, user_id, address_id, status, accepted, total_minor, currency, card_token, placed_at)
select pg_temp.id('order', number), pg_temp.id('user', 1), pg_temp.id('address', 1), status, accepted,
       case when accepted then 1100 else 0 end, 'EUR', 'card_4242', now() from example;
insert into orders.order_line (order_id, number, sku, quantity)
select pg_temp.id('order', number), 1, 'A', 2 from example union all select pg_temp.id('order', number), 2, 'B', 1 from example;
insert into inventory.reservation (order_id, status, expires_at)
select pg_temp.id('order', number), reservation, now() from example where reservation is not null;
insert into inventory.reservation_line (order_id, sku, quantity, unit_price_minor, currency)
select pg_temp.id('order', number), 'A', 2, 500, 'EUR' from example where reservation is not null
union all select pg_temp.id('order', number), 'B', 1, 100, 'EUR' from example where reservation is not null;
insert into payment.payment (order_id, user_id, amount_minor, currency, status, created_at, changed_at)
select pg_temp.id('order', number), pg_temp.id('user', 1), 1100, 'EUR', payment, now(), now() from example where payment is not null;
insert into payment.ledger (id, order_id, user_id, amount_minor, currency, moved_at, kind)
select gen_random_uuid(), pg_temp.id('order', number), pg_temp.id('user', 1), 1100, 'EUR', now(), 'CHARGE'
from example where payment in ('CAPTURED', 'REFUNDED')
union all
select gen_random_uuid(), pg_temp.id('order', number), pg_temp.id('user', 1), 1100, 'EUR', now(), 'REFUND'
from example where payment = 'REFUNDED';

insert into orders.outbox (id, topic, key, payload, published_at)
select pg_temp.id('OrderPlaced', number), 'orders', pg_temp.id('order', number), '{"type":"OrderPlaced"}', now()
from example where accepted;
insert into payment.processed_event (event_id) select id from orders.outbox;
insert into payment.outbox (id, topic, key, payload, published_at)
select pg_temp.id('outcome', number), 'payments', pg_temp.id('order', number),
       json_build_object('type', 'Payment' || initcap(payment))::text, now()
from example where payment is not null;
insert into orders.processed_event (event_id) select id from payment.outbox;
insert into notification.processed_event (event_id) select id from payment.outbox;
insert into notification.notification (event_id, order_id, user_id, subject, body, sent_at)
select id, key::uuid, pg_temp.id('user', 1), 'subject', 'body', now() from payment.outbox;
