-- What is reserved and sold of each SKU is the sum of the reservations.
select sku, reserved, sold, coalesce(reserved_by_orders, 0) as reserved_by_orders, coalesce(sold_to_orders, 0) as sold_to_orders
from inventory.stock left join (
    select sku,
           sum(quantity) filter (where status = 'RESERVED') as reserved_by_orders,
           sum(quantity) filter (where status = 'COMMITTED') as sold_to_orders
    from inventory.reservation_line join inventory.reservation using (order_id) group by sku) line using (sku)
where reserved <> coalesce(reserved_by_orders, 0) or sold <> coalesce(sold_to_orders, 0)
