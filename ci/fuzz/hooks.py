"""What the document of the API cannot say: numbers with a check digit, and what there is in this shop."""

import os
import re

import schemathesis
from hypothesis import strategies as st

EMAIL = os.environ["FUZZ_EMAIL"]
PASSWORD = os.environ["FUZZ_PASSWORD"]
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
    """By chance nobody logs in and no order is for a real address: every other that is right is made into one that is."""
    if context.operation.label == "POST /api/auth/login" and is_login(body) and len(body["password"]) % 2:
        return {**body, "email": EMAIL, "password": PASSWORD}
    if context.operation.label == "POST /api/orders" and is_order(body) and len(body["lines"]) % 2:
        lines = [{**line, "sku": "SKU-0001"} if is_line(line) else line for line in body["lines"]]
        return {**body, "addressId": ADDRESS, "lines": lines}
    return body


def is_login(body) -> bool:
    return (
        isinstance(body, dict)
        and matches(r"[!-?A-~]+@[!-?A-~]+", body.get("email"))
        and len(body["email"]) <= 254
        and isinstance(body.get("password"), str)
        and 1 <= len(body["password"]) <= 128
    )


def is_order(body) -> bool:
    return (
        isinstance(body, dict)
        and matches(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", body.get("addressId"))
        and isinstance(body.get("lines"), list)
    )


def is_line(line) -> bool:
    return isinstance(line, dict) and matches(r"[A-Za-z0-9-]{1,32}", line.get("sku"))


def matches(pattern, text) -> bool:
    return isinstance(text, str) and re.fullmatch(pattern, text) is not None
