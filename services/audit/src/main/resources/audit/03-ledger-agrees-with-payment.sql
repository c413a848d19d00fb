-- What the ledger says was charged and given back is what each payment's state says.
select coalesce(p.order_id, l.order_id) as order_id, p.status, p.amount_minor, l.charged, l.refunded
from payment.payment p full join (
    select order_id,
           coalesce(sum(amount_minor) filter (where kind = 'CHARGE'), 0) as charged,
           coalesce(sum(amount_minor) filter (where kind = 'REFUND'), 0) as refunded
    from payment.ledger group by order_id) l on l.order_id = p.order_id
where p.order_id is null
   or coalesce(l.charged, 0) <> case when p.status in ('CAPTURED', 'REFUNDED') then p.amount_minor else 0 end
   or coalesce(l.refunded, 0) <> case when p.status = 'REFUNDED' then p.amount_minor else 0 end
