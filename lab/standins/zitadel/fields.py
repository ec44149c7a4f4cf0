"""Reading request bodies strictly, the way protobuf's JSON mapping does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from lab.standins.zitadel.errors import invalid, unknown_field

Body = Mapping[str, object]


def known(body: Body, *names: str) -> Body:
    """The body itself. Raises Refusal for a field that is not among the names."""
    for name in body:
        if name not in names:
            raise unknown_field(name)
    return body


def text(body: Body, name: str, longest: int = 200) -> str:
    """A field that must be text of 1 to `longest` characters. Raises Refusal."""
    value = body.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= longest:
        raise invalid(f"{name}: value length must be between 1 and {longest} runes, inclusive")
    return value


def record(body: Body, name: str) -> Body:
    """A field that must be an object. Raises Refusal."""
    value = body.get(name)
    if not isinstance(value, dict):
        raise invalid(f"{name}: value is required")
    return value


def records(body: Body, name: str) -> list[Body]:
    """A field that is a list of objects, empty where it is missing. Raises Refusal."""
    value = body.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise invalid(f"{name}: must be a list of objects")
    return value


def number(body: Body, name: str, missing: int) -> int:
    """A field that is a whole number, also written as text (64-bit numbers are). Raises Refusal."""
    value = body.get(name, missing)
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isdigit():
        raise invalid(f"{name}: must be a whole number")
    return int(value)


def moment(body: Body, name: str) -> dt.datetime:
    """A field that must be an RFC 3339 time in the future. Raises Refusal."""
    try:
        value = dt.datetime.fromisoformat(text(body, name))
    except ValueError as error:
        raise invalid(f"{name}: must be an RFC 3339 time") from error
    if value.tzinfo is None:
        raise invalid(f"{name}: must name its time zone")
    if value <= dt.datetime.now(dt.UTC):
        raise invalid(f"{name}: must be in the future")
    return value


def rfc3339(value: object) -> str | None:
    """A time as the API writes it; None where there is none."""
    if not isinstance(value, dt.datetime):
        return None
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
