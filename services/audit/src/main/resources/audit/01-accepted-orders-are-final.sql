-- Every order that was answered with 201 has come to an end.
select id as order_id, status, changed_at from orders."order"
where accepted and status not in ('CONFIRMED', 'REJECTED', 'CANCELLED', 'REFUNDED')
  and changed_at <= now() - current_setting('audit.under_way')::interval
