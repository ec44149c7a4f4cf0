"""The formats that a record is rendered to, one file each."""

from __future__ import annotations

from importlib import import_module

from reports.record import Record

FORMATS = {
    "json": "as one document, for programs",
    "audit": "as a page for people: causes, evidence, what was not asked, how to verify it (`--audit-report`)",
    "terminal": "as its run told it",
    "junit": "as CI systems read it (`--junit-xml` writes the same)",
    "markdown": "as the summary of a step in CI, or for a ticket",
    "csv": "as a table, a row an outcome",
    "tap": "as TAP 13, a line an outcome",
    "prometheus": "as metrics, for the textfile collector",
    "nagios": "as a plugin of Nagios or Icinga says it",
    "oscal": "as OSCAL assessment results",
}
"""By name, each with how it shows a record. A format is imported when it is asked for."""


def render(name: str, record: Record) -> str:
    """The record in the format `name`, one of `FORMATS`."""
    text = import_module(f"reports.formats.{name}").render(record)
    assert isinstance(text, str)
    return text
