"""Every comparison of every check decides something: turned round, or with a fact that found nothing, it is noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from fixtures.access.kinds import access_by
from fixtures.environment import load
from fixtures.expectations.model import Subject
from fixtures.facts.cache import Facts
from fixtures.questions import Trace
from fixtures.verdict.answer import answer
from fixtures.verdict.check import Check
from fixtures.verdict.judge import Judge
from fixtures.verdict.outcome import Verdict
from fixtures.verdict.register import every
from fixtures.verdict.silence import silence, subjects
from lab.site import Lab
from tests.mutants import Nothing, mutants

FAULT = "what it looks for is not there on a healthy lab; a fault brings it"
SAYS = "what decides is empty of a healthy one; the rest of the fact is said beside it"
BESIDE = "the healthy answer is that nothing is beside the declared ones; that they are there is asked by {}"
EXPLAINED = {
    "alm.runs.none_stuck: job.untouched > alm.env.alm.stuck_after turned round": FAULT,
    "containers.clock.agrees: containers.clock(expected) found nothing": "parsers/clock.py refuses an answer with none",
    "containers.disk.free: containers.disks(expected) found nothing": "parsers/vitals.py refuses an answer without one",
    "containers.inventory.declared: containers.instances() found nothing": BESIDE.format(
        "containers.inventory.complete"
    ),
    "containers.os.release: expected in builders(containers.env) turned round": (
        "a runner that builds for another container has the same C library as that one here"
    ),
    "containers.resolver.ipv6_quiet: containers.looked_up(expected) found nothing": (
        "containers.resolver.answers below it demands that it is fast"
    ),
    "containers.service.active: containers.parts(expected) found nothing": "a unit that is no umbrella has no parts",
    "containers.service.stable: containers.restarting(expected) found nothing": FAULT,
    "containers.units.none_failed: containers.declared_units(expected) found nothing": FAULT,
    "dns.secondary.in_sync: dns.comparison(expected) found nothing": "dns.server.answers below it demands a serial",
    "drive.bucket.private: drive.policy(expected) found nothing": SAYS,
    "safety.snapshots.recent: safety.hours_since_snapshot(expected) found nothing": "0 hours is young",
    "system.botserver.runnable: system.binary(expected) found nothing": SAYS,
    "system.drivemonitor.config: system.settings(expected) found nothing": FAULT,
    "tables.database.present: tables.env.tables.servers[expected.server].role == 'primary' turned round": FAULT,
    "tables.server.accepts: tables.login(expected) found nothing": SAYS,
    "tables.server.primary: tables.login(expected) found nothing": SAYS,
    "tables.table.usable: tables.rights(expected) found nothing": (
        "tables.table.present below it demands the table, which the same answer tells of"
    ),
    "tls.protocol.modern: tls.oldest(expected) found nothing": SAYS,
    "vault.token.uses: vault.token(expected) found nothing": "vault.token.valid, which stands on it, demands an answer",
    "vault.secret.not_default: vault.secret(expected.path) found nothing": BESIDE.format("vault.secret.present"),
}
"""Mutants that nobody notices on the healthy lab, and why that is right."""


def test_a_mutant_of_a_check_is_noticed(lab: Lab, record_property: Callable[[str, object], None]) -> None:
    env = load("lab").environment
    access = access_by(env.access, env.vantage)
    access.instances()
    facts = Facts(env, access)
    judge = Judge(env, facts)
    try:
        asked = [(check, each) for check in every() for each in subjects(env, check) if not silence(env, check, each)]
        judge.all_of(asked)
        red = [each.id for pair in asked if not (each := judge.outcome(*pair)).verdict.green]
        assert not red, f"only on a healthy lab a mutant tells something; not green: {', '.join(red)}"
        counts: Counter[str] = Counter()
        survivors: list[str] = []
        for check in {each.id: each for each, _ in asked}.values():
            things = [thing for each, thing in asked if each is check]
            for name, noticed in _tried(check, things, facts):
                counts[noticed] += 1
                survivors += [name] if noticed == "survived" else []
    finally:
        judge.stop()
        facts.close()
    record_property(
        "mutants", f"{len({check.id for check, _ in asked})} checks, {sum(counts.values())} mutants: {dict(counts)}"
    )
    assert sorted(survivors) == sorted(EXPLAINED), "\n".join(survivors)


def _tried(check: Check, things: list[Subject], facts: Facts) -> list[tuple[str, str]]:
    """Each mutant by name: killed, survived, or equivalent where the healthy fact is empty already."""
    nothing, tried = Nothing(), []
    for mutant in mutants(check, nothing):
        nothing.changed = not mutant.what.endswith("found nothing")
        passed = [answer(mutant.check, thing, facts, Trace()).verdict is Verdict.PASSED for thing in things]
        noticed = "killed" if not all(passed) else "survived" if nothing.changed else "equivalent"
        tried.append((mutant.name, noticed))
    return tried
