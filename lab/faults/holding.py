"""Whether what a fault broke holds again: its checks, and all that stand on them, asked until they do."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping

from fixtures.access.kinds import access_by
from fixtures.expectations import Environment
from fixtures.expectations.model import Subject
from fixtures.facts.cache import Facts
from fixtures.verdict.check import Check
from fixtures.verdict.judge import Judge
from fixtures.verdict.outcome import Outcome
from fixtures.verdict.register import every

LIMIT = 90.0
"""Seconds: a database that was away is found again by BotServer within a minute."""
PAUSE = 0.5


def behind(env: Environment, red: Iterable[str]) -> list[tuple[Check, Subject]]:
    """The checks `red` and every one that stands on one of them, directly or not; canaries only where they are red."""
    wanted = set(red)
    every_one = ((check, subject) for check in every() for subject in check.subjects(env))
    named = {check.full_id(subject): (check, subject) for check, subject in every_one}
    asked = {id: each for id, each in named.items() if id in wanted or not each[0].canary}
    needs = {
        id: (*check.needed(env, subject), *check.explained(env, subject)) for id, (check, subject) in asked.items()
    }
    return [asked[id] for id in sorted(reached(needs, wanted & set(asked)))]


def asked_always(env: Environment) -> list[str]:
    """The full ids of all that is asked without being named: everything but the canaries."""
    return [check.full_id(subject) for check in every() if not check.canary for subject in check.subjects(env)]


def reached(needs: Mapping[str, Collection[str]], red: Iterable[str]) -> set[str]:
    """The checks `red` and every one that stands on one of them, where `needs` says what each stands on."""
    found = set(red)
    while more := {id for id, needed in needs.items() if id not in found and not found.isdisjoint(needed)}:
        found |= more
    return found


def await_green(env: Environment, red: Iterable[str], broken: frozenset[str], limit: float = LIMIT) -> list[Outcome]:
    """Ask until all of it holds; what does not when `limit` seconds are over.

    What is red for one of `broken`, the checks of faults that are still injected, is not waited for.
    """
    ends = time.monotonic() + limit
    selected = behind(env, red)
    access = access_by(env.access, env.vantage)
    facts = Facts(env, access)
    try:
        while True:
            judge = Judge(env, facts)
            judge.all_of(selected)
            outcomes = [judge.outcome(*each) for each in selected]
            left = [each for each in outcomes if not each.verdict.green and each.cause.id not in broken]
            if not left or time.monotonic() > ends:
                return left
            time.sleep(PAUSE)
            facts.forget()
    finally:
        facts.close()
