"""Asks a check again, live, while what was repaired or has just started below it may still be coming up."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Iterable

from fixers.steps import Place
from fixtures.errors import FactUnavailable
from fixtures.expectations.model import Subject
from fixtures.plugins.collection import closure
from fixtures.session import Run
from fixtures.verdict.check import Check
from fixtures.verdict.outcome import Outcome, Verdict
from fixtures.verdict.silence import silence

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

    def left(self, check: Check, subject: Subject) -> float:
        """Seconds that are left for a check, because something below it was repaired; 0 or less where none are."""
        ends = (self._until[id] for id in self.repaired_below(check, subject))
        return max(ends, default=0.0) - time.monotonic()

    def repaired_below(self, check: Check, subject: Subject) -> list[str]:
        """The full ids of the repaired checks that a check is, or stands on."""
        if not self._until:
            return []
        below = (each.full_id(thing) for each, thing in closure(self.run.env, [(check, subject)]))
        return [id for id in below if id in self._until]

    def green(self, asked: Iterable[tuple[Check, Subject]], places: Iterable[Place]) -> list[Outcome]:
        """Which of the checks are green that ask at these places, or stand on what is asked there."""
        touched = {place.name for place in places}
        names = {container.instance: key for key, container in self.run.env.containers.items()}
        containers = {names.get(name, name) for name in touched}
        concerned = [each for each in asked if self._asks_at(*each, containers)]
        self.run.judge.all_of(concerned)
        return [found for each in concerned if (found := self.run.judge.outcome(*each)).verdict is Verdict.PASSED]

    def _asks_at(self, check: Check, subject: Subject, containers: set[str]) -> bool:
        if silence(self.run.env, check, subject):
            return False
        return any(thing.container in containers for _, thing in closure(self.run.env, [(check, subject)]))

    def booting(self, subject: Subject) -> float:
        """Seconds that are left for what starts with the instance (or the host) of a subject."""
        up = self._host() if subject.container not in self.run.env.containers else self._instance(subject.container)
        return BOOT - up

    def again(
        self,
        check: Check,
        subject: Subject,
        within: float = 0.0,
        stop: Callable[[Outcome], bool] = lambda _after: False,
        places: Iterable[Place] = (),
    ) -> Outcome:
        """The outcome asked live, again until it is green, `within` seconds are over, or `stop` says so."""
        deadline = time.monotonic() + within
        while True:
            self._anew(places)
            after = self.run.judge.outcome(check, subject)
            if after.verdict.green or time.monotonic() >= deadline or stop(after):
                return after
            time.sleep(PAUSE)

    def red(self, before: Iterable[Outcome], within: float) -> list[Outcome]:
        """Which of these, green before, are still not green after `within` seconds; all are asked side by side."""
        deadline = time.monotonic() + within
        waiting = [(each.check, each.subject) for each in before]
        while True:
            self.run.judge.all_of(waiting)
            found = [after for each in waiting if not (after := self.run.judge.outcome(*each)).verdict.green]
            if not found or time.monotonic() >= deadline:
                return found
            waiting = [(each.check, each.subject) for each in found]
            time.sleep(PAUSE)
            self._anew(())

    def again_all(self) -> None:
        """Ask everything live from here on."""
        self._anew(())

    def _anew(self, places: Iterable[Place]) -> None:  # noqa: ARG002 - forgetting all is the safe answer
        self.run.judge.forget()

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
            return float(self.run.access.run(["cat", "/proc/uptime"]).text.split()[0])
        except (FactUnavailable, ValueError, IndexError):
            return float("inf")
