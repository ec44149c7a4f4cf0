"""What every part of an OSCAL document of ours is made with: its UUIDs and properties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from reports.record import Record

SPACE = UUID("6f1b0c1e-7f0e-5d0a-9d43-3b6f5f6a8a01")
"""Namespace of the UUIDs; drawn once."""
NS = "https://gbo.invalid/ns/oscal"
"""Namespace of the properties that are ours; a name that nobody can register."""
Json = dict[str, Any]


def uuid(record: Record, *of: str) -> str:
    """Of a part of a record's document, the same each time."""
    return str(uuid5(SPACE, "\n".join([record.run.run, *of])))


def props(values: Mapping[str, object]) -> list[Json]:
    """Properties of ours; what has no value is left out."""
    return [{"name": name, "ns": NS, "value": _text(value)} for name, value in values.items() if _text(value)]


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())
