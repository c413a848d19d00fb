-- A confirmed order's stock is sold; that of one that came to nothing is not held.
select coalesce(o.id, r.order_id) as order_id, o.status as order_status, r.status as reservation_status
from orders."order" o full join inventory.reservation r on r.order_id = o.id
where (o.changed_at is null or o.changed_at <= now() - current_setting('audit.under_way')::interval)
  and (r.created_at is null or r.created_at <= now() - current_setting('audit.under_way')::interval)
  -- Both go when they are ten years old, not in one moment.
  and coalesce(o.placed_at, r.created_at) > now() - interval '10 years'
  and (o.id is null
   or case o.status
        when 'CONFIRMED' then r.status is distinct from 'COMMITTED'
        when 'PLACED' then false
        when 'RESERVED' then r.order_id is null
        when 'PAID' then r.status is distinct from 'COMMITTED'
        -- Given up before it had an answer: inventory lets its stock go when the reservation is over.
        when 'REJECTED' then r.status = 'COMMITTED' or r.status = 'RESERVED' and (o.accepted or r.expires_at < now() - interval '1 minute')
        else r.status in ('RESERVED', 'COMMITTED') end)
