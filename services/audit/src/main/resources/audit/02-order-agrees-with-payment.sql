-- An order's state and its payment's say the same, to the same amount.
select o.id as order_id, o.status as order_status, p.status as payment_status, o.total_minor, p.amount_minor
from orders."order" o full join payment.payment p on p.order_id = o.id
where greatest(o.changed_at, p.changed_at) <= now() - current_setting('audit.under_way')::interval
  -- Both go when they are ten years old, not in one moment.
  and coalesce(o.placed_at, p.created_at) > now() - interval '10 years'
  and (o.id is null
   or o.total_minor <> p.amount_minor
   or o.accepted and not coalesce(case o.status
        when 'CONFIRMED' then p.status = 'CAPTURED'
        when 'REFUNDED' then p.status = 'REFUNDED'
        when 'CANCELLED' then p.status in ('VOIDED', 'DECLINED')
        when 'REJECTED' then p.status in ('VOIDED', 'DECLINED')
        else true end, false)
   or not o.accepted and p.order_id is not null)
