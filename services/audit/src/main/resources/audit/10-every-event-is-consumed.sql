-- Every event that was sent had its effect at each of its consumers.
select 'payment' as consumer, e.id as event_id, e.payload::json ->> 'type' as type, e.key as order_id
from orders.outbox e where e.published_at <= now() - current_setting('audit.under_way')::interval and not exists (select from payment.processed_event p where p.event_id = e.id)
union all
select 'order', e.id, e.payload::json ->> 'type', e.key
from payment.outbox e where e.published_at <= now() - current_setting('audit.under_way')::interval and not exists (select from orders.processed_event p where p.event_id = e.id)
union all
select 'notification', e.id, e.payload::json ->> 'type', e.key
from payment.outbox e where e.published_at <= now() - current_setting('audit.under_way')::interval and not exists (select from notification.processed_event p where p.event_id = e.id)
