"""The exemptions of the site: used ones, those that were not needed, and those whose time is over."""

from __future__ import annotations

from reports.audit.section import Section
from reports.audit.view import View

STATES = {
    "expired": ("warn", "expired: its failure counts again"),
    "used": ("waived", "in force, used"),
    "not needed": ("passed", "in force, not needed: it holds"),
    "not asked": ("skipped", "in force, its check was not asked"),
    "not begun": ("skipped", "not begun yet"),
}
"""State to its mark and its words."""


def section(view: View) -> Section:
    """Every one; an unused one is as worth telling as a used one."""
    exemptions = sorted(view.record.exemptions, key=lambda each: list(STATES).index(each.state))
    if not exemptions:
        return Section("exceptions", "Exceptions register", "no exemption is declared")
    expired = sum(each.state == "expired" for each in exemptions)
    used = sum(each.state == "used" for each in exemptions)
    answer = f"{len(exemptions) - expired} in force, {used} used{f'; {expired} expired' if expired else ''}"
    care = ("care", "warn") if expired else ("", "")
    data = {"exemptions": exemptions, "states": STATES}
    return Section("exceptions", "Exceptions register", answer, "exceptions.html", data, *care)
