"""What the document of the API cannot say: numbers with a check digit, and what there is in this shop."""

import os
import uuid

import schemathesis
from hypothesis import strategies as st

ADDRESS = os.environ["FUZZ_ADDRESS"]


def with_check_digit(digits: str) -> str:
    """Appends the last digit that Luhn's algorithm asks for."""
    total = sum(d if i % 2 else d * 2 - 9 * (d > 4) for i, d in enumerate(map(int, reversed(digits))))
    return digits + str(-total % 10)


schemathesis.openapi.format(
    "card-number", st.text(alphabet="0123456789", min_size=11, max_size=18).map(with_check_digit)
)


@schemathesis.hook
def map_body(context, body):
    """An order by chance is for nobody's address and of no product: half of them are made into one that goes through."""
    if context.operation.label != "POST /api/orders" or not isinstance(body, dict):
        return body
    lines = body.get("lines")
    if not is_uuid(body.get("addressId")) or not isinstance(lines, list) or len(lines) % 2 == 0:
        return body
    body = {**body, "addressId": ADDRESS, "lines": [line if not sold(line) else {**line, "sku": "SKU-0001"} for line in lines]}
    return body


def is_uuid(text) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except (ValueError, TypeError, AttributeError):
        return False


def sold(line) -> bool:
    return isinstance(line, dict) and isinstance(line.get("sku"), str) and line["sku"].replace("-", "").isalnum() and line["sku"].isascii() and len(line["sku"]) <= 32
