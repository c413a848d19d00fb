-- No event waits in an outbox.
select 'orders' as outbox, id as event_id, created_at from orders.outbox where published_at is null and created_at <= now() - current_setting('audit.under_way')::interval
union all
select 'payment', id, created_at from payment.outbox where published_at is null and created_at <= now() - current_setting('audit.under_way')::interval
