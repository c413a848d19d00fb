-- Each outcome of a payment has one notification, which was sent.
select e.id as event_id, e.payload::json ->> 'type' as type, e.key as order_id, count(n.event_id) as notifications
from payment.outbox e left join notification.notification n on n.event_id = e.id and n.sent_at is not null
where e.payload::json ->> 'type' in ('PaymentCaptured', 'PaymentDeclined', 'PaymentVoided', 'PaymentRefunded')
group by e.id, e.payload, e.key having count(n.event_id) <> 1
union all
select n.event_id, 'of no event', n.order_id::text, count(*)
from notification.notification n left join payment.outbox e on e.id = n.event_id
where e.id is null group by n.event_id, n.order_id
