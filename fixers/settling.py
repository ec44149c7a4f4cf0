"""Asks a check again, live, while what was repaired or has just started below it may still be coming up."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterable

from fixtures.errors import FactUnavailable
from fixtures.expectations.model import Subject
from fixtures.session import Run
from fixtures.verdict.check import Check
from fixtures.verdict.order import with_prerequisites
from fixtures.verdict.outcome import Outcome

PAUSE = 0.5
"""Seconds between two questions while something settles."""
BOOT = 60.0
"""Seconds after the start of an instance, or of the host, in which what is not up yet is waited for."""


class Settling:
    """Which parts of the platform still have time, and how long."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._until: dict[str, float] = {}
        """Full id of a repaired check to the end of its time, by the monotonic clock."""

    def repaired(self, cause: Outcome, settle: float) -> None:
        """What stands on `cause` has `settle` seconds from here on."""
        self._until[cause.id] = time.monotonic() + settle

    def forgotten(self, check: str) -> None:
        """The repair of a check was taken back: nothing comes up after it."""
        self._until.pop(check, None)

    def left(self, check: Check, subject: Subject) -> float:
        """Seconds that are left for a check, because something below it was repaired; 0 or less where none are."""
        ends = (self._until[id] for id in self.repaired_below(check, subject))
        return max(ends, default=0.0) - time.monotonic()

    def repaired_below(self, check: Check, subject: Subject) -> list[str]:
        """The full ids of the repaired checks that a check is, or stands on."""
        if not self._until:
            return []
        below = (each.full_id(thing) for each, thing in with_prerequisites(self.run.env, [(check, subject)]))
        return [id for id in below if id in self._until]

    def booting(self, subject: Subject) -> float:
        """Seconds that are left for what starts with the instance (or the host) of a subject."""
        up = self._host() if subject.container not in self.run.env.containers else self._instance(subject.container)
        return BOOT - up

    def again(self, outcome: Outcome, within: float = 0.0) -> Outcome:
        """The outcome asked live, again until it is green or `within` seconds are over."""
        deadline = time.monotonic() + within
        while not (after := self.run.judge.recheck(outcome)).verdict.green and time.monotonic() < deadline:
            time.sleep(PAUSE)
        return after

    def red(self, before: Iterable[Outcome], within: float) -> list[Outcome]:
        """Which of these, green before, are still not green after `within` seconds; all are asked side by side."""
        deadline = time.monotonic() + within
        found = [self.run.judge.outcome(each.check, each.subject) for each in before]
        while (red := [each for each in found if not each.verdict.green]) and time.monotonic() < deadline:
            time.sleep(PAUSE)
            found = list(self.run.judge.recheck_all(red))
        return red

    def _instance(self, container: str) -> float:
        """Seconds since an instance was started; for ever where Incus does not say."""
        access, name = self.run.access, self.run.env.containers[container].instance
        try:
            done = access.run(["incus", "query", f"/1.0/instances/{name}?project={access.path.project}"])
            started = dt.datetime.fromisoformat(json.loads(done.stdout)["last_used_at"].replace("Z", "+00:00"))
        except (FactUnavailable, ValueError, KeyError):
            return float("inf")
        return (dt.datetime.now(dt.UTC) - started).total_seconds()

    def _host(self) -> float:
        try:
            return float(self.run.access.unprivileged(["cat", "/proc/uptime"]).text.split()[0])
        except (FactUnavailable, ValueError, IndexError):
            return float("inf")
