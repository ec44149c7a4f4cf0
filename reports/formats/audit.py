"""The audit report: one page in one file, for people."""

from __future__ import annotations

from reports.audit.page import page
from reports.record import Record


def render(record: Record) -> str:
    """HTML that loads nothing; what it shows is described in reports/audit."""
    return page(record)
