-- available + reserved + sold = stocked, for every SKU.
select sku, available, reserved, sold, stocked from inventory.stock where available + reserved + sold <> stocked
