"""How much holds, by room and severity; each number leads to its checks."""

from __future__ import annotations

from collections import Counter, defaultdict

from fixtures.texts import many
from reports.audit.section import Section
from reports.audit.view import RED, View
from reports.causes import SEVERITIES

ALL = ""
"""In place of a room or a severity: of all of them."""
ROOMS = {
    "system": "BotServer, BotUI, cache",
    "tables": "PostgreSQL",
    "vault": "secrets",
    "drive": "files",
    "directory": "logins",
    "llm": "language model",
    "vectordb": "knowledge bases",
    "alm": "code and builds",
    "alm_ci": "the runner of builds",
    "proxy": "sites",
    "email": "mail",
    "dns": "names",
    "meet": "calls",
    "containers": "instances, units, ports",
    "network": "forwarding, published ports",
    "tls": "certificates",
    "safety": "backups",
}
"""The rooms in the order of the guide, each with what is in it; others come after them."""
Matrix = dict[tuple[str, str], Counter[str]]


def section(view: View) -> Section:
    """The table; columns without checks are left out."""
    found = matrix(view)
    rooms = ordered({room for room, _ in found if room != ALL})
    bad = [room for room in rooms if any(found[room, ALL][verdict] for verdict in RED)]
    answer = f"{len(rooms) - len(bad)} of " if bad else "all of "
    answer += f"{many(len(rooms), 'room')} hold"
    severities = [each for each in SEVERITIES if (ALL, each) in found]
    data = {"cells": found, "rooms": [*rooms, ALL], "columns": [*severities, ALL], "words": ROOMS, "bad": bad}
    return Section("rooms", "Rooms by severity", answer if rooms else "nothing was asked", "rooms.html", data)


def matrix(view: View) -> Matrix:
    """Room and severity to the verdicts of its checks; `ALL` in place of either sums up."""
    found: Matrix = defaultdict(Counter)
    for line in view.record.checks:
        for room in (line.room, ALL):
            for severity in (line.severity, ALL):
                found[room, severity][str(line.verdict)] += 1
    return dict(found)


def ordered(rooms: set[str]) -> list[str]:
    """In the order of the guide."""
    return [*(room for room in ROOMS if room in rooms), *sorted(rooms - {*ROOMS})]
