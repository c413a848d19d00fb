-- What was reserved for an accepted order is what was ordered, and costs what the order says.
select o.id as order_id, o.total_minor, reserved.total_minor as reserved_total_minor
from orders."order" o
left join (
    select order_id, sum(quantity * unit_price_minor) as total_minor, array_agg((sku, quantity) order by sku)::text as goods
    from inventory.reservation_line group by order_id) reserved on reserved.order_id = o.id
left join (
    select order_id, array_agg((sku, quantity) order by sku)::text as goods
    from (select order_id, sku, sum(quantity)::integer as quantity from orders.order_line group by order_id, sku) line
    group by order_id) ordered on ordered.order_id = o.id
where o.accepted
  and o.placed_at > now() - interval '10 years'
  -- What is not held any more is kept for 400 days.
  and (o.status in ('RESERVED', 'PAID', 'CONFIRMED') or o.placed_at > now() - interval '399 days')
  and (reserved.goods is distinct from ordered.goods or reserved.total_minor is distinct from o.total_minor)
