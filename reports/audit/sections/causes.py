"""What is red by itself: what was declared and found, why it matters, what to type, and what waits for it."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from fixtures.texts import many
from reports.audit.evidence import Field, Question, fields, remarks
from reports.audit.section import Section
from reports.audit.tree import Branch, tree
from reports.audit.view import View
from reports.causes import SEVERITIES, Cause
from reports.line import CheckLine
from reports.sites import home_of

UNKNOWN = (
    "Nothing is known, so nothing is to be repaired yet. Find out why it could not be asked: the way to it, the right "
    "to ask, the time it was given."
)


@dataclass(frozen=True)
class Told:
    """One cause as the page has it."""

    number: int
    cause: Cause
    place: str
    fields: list[Field]
    remarks: tuple[str, ...]
    questions: list[Question]
    commands: tuple[tuple[str, str], ...]
    reach: str
    branches: tuple[Branch, ...]
    ended: str
    """The day on which its exemption ended; empty where it has none."""

    @property
    def line(self) -> CheckLine:
        """The first of its things."""
        return self.cause.first

    @property
    def fix(self) -> str:
        """What to do."""
        return UNKNOWN if self.line.verdict == "unknown" else self.line.fix or self.cause.statement.fix


def section(view: View) -> Section:
    """Every cause."""
    count, waiting = len(view.causes), view.counts["blocked"]
    if count:
        wait = (
            f"; {many(waiting, 'check waits', 'checks wait')} for {'it' if count == 1 else 'them'}" if waiting else ""
        )
        answer = f"{many(count, 'cause')}{wait}"
    elif repaired := view.counts["fixed"]:
        answer = f"none left; {many(repaired, 'was', 'were')} repaired"
    else:
        answer = "none"
    told = [_told(view, number, cause) for number, cause in enumerate(view.causes, 1)]
    data = {"causes": told, "errors": view.record.errors}
    template = "causes.html" if told or view.record.errors else ""
    if wrong := len(view.record.errors):
        answer = f"{answer}; {many(wrong, 'error')} around the checks"
    loud = bool(told or wrong)
    return Section("causes", "Root causes", answer, template, data, "loud" if loud else "", "failed" if loud else "")


def _told(view: View, number: int, cause: Cause) -> Told:
    line = cause.first
    return Told(
        number=number,
        cause=cause,
        place=_place(view, line),
        fields=fields(line),
        remarks=remarks(line),
        questions=view.questions(line),
        commands=tuple(_commands(view, line)),
        reach=_reach(view, cause),
        branches=tree(view, cause),
        ended=next((view.exempted[each.id] for each in cause.lines if each.id in view.exempted), ""),
    )


def _place(view: View, line: CheckLine) -> str:
    """`container vault (10.0.9.12)`."""
    platform = view.record.platform
    found = next((each for each in platform.instances if each.name == line.container), None) if platform else None
    if found is None:
        return "the host" if line.container in ("", "host") else line.container
    return f"container {found.name}" + (f" ({found.addresses[0]})" if found.addresses else "")


def _commands(view: View, line: CheckLine) -> Iterator[tuple[str, str]]:
    """What to type, each with what it is for."""
    run = view.record.run
    env, id = home_of(run.sites, run.env, line.id)
    asking = f"pytest --env={env}"
    pick = f"-k {shlex.quote(id)}"
    if line.verdict == "failed" and line.remedies and line.remedied is not False:
        yield "see the plan", f"{asking} --fix=plan {pick}"
        yield "then, allowed as the plan says", f"{asking} --fix {pick}"
    yield "ask again", f"{asking} {pick}"


def _reach(view: View, cause: Cause) -> str:
    """How far it reaches: by severity, and where."""
    blocked = view.checks(cause.blocked)
    if not blocked:
        return "nothing else"
    severities = Counter(line.severity for line in blocked)
    rooms = Counter(line.room for line in blocked)
    weights = ", ".join(f"{severities[each]} {each}" for each in SEVERITIES if severities[each])
    places = ", ".join(f"{room} {count}" for room, count in rooms.most_common())
    return f"{many(len(blocked), 'check')}: {weights}; in {places}"
