-- No order has more than one charge or more than one refund.
select order_id, kind, count(*) as times, sum(amount_minor) as amount_minor
from payment.ledger group by order_id, kind having count(*) > 1
