"""The formats that a record is rendered to, one file each."""

from __future__ import annotations

from collections.abc import Callable

from reports.formats import json, terminal
from reports.record import Record

FORMATS: dict[str, Callable[[Record], str]] = {"json": json.render, "terminal": terminal.render}


def render(name: str, record: Record) -> str:
    """The record in the format `name`, one of `FORMATS`."""
    return FORMATS[name](record)
