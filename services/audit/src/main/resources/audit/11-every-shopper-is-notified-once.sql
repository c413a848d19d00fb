-- Each outcome of a payment has one notification, which was sent, or given up with its reason.
select e.id as event_id, e.payload::json ->> 'type' as type, e.key as order_id, count(n.event_id) as notifications
from payment.outbox e left join notification.notification n on n.event_id = e.id and (n.sent_at is not null or n.failed_at is not null)
where e.created_at <= now() - current_setting('audit.under_way')::interval and e.payload::json ->> 'type' in ('PaymentCaptured', 'PaymentDeclined', 'PaymentVoided', 'PaymentRefunded')
group by e.id, e.payload, e.key having count(n.event_id) <> 1
union all
select n.event_id, 'of no event', n.order_id::text, count(*)
from notification.notification n left join payment.outbox e on e.id = n.event_id
-- Events are kept for a day at least.
where e.id is null and n.created_at > now() - interval '23 hours' group by n.event_id, n.order_id
