"""Each erratum of docs/guide-errata.md: what the guide's own words say of a fault, and what the check says of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fixtures.verdict.register import every
from lab import faults
from lab.site import Lab
from reports.guide.errata import errata
from tests.lab import typed
from tests.lab.guide import Guide, Said
from tests.lab.suite import ask

FLOOR = {"INFRA_VAULT__CLIENTS__BOTSERVER__FLOOR_DAYS": "90"}
"""A site that means to have a token of a year."""


@dataclass(frozen=True)
class Case:
    """One erratum: with this fault, the guide's words end so, and the check with that verdict.

    `line` of the guide is typed with what a person fills in, unless `types` says how; `status` and `says`, a pattern,
    are what it ends with: `means` is what a reader takes from it.
    """

    line: int
    check: str
    verdict: str
    means: str
    fault: str = ""
    says: str = ""
    status: int = 0
    filled: Mapping[str, str] = field(default_factory=dict)
    types: Callable[[Guide, Lab], Said] | None = None
    undo: Callable[[Lab], None] | None = None
    env: Mapping[str, str] = field(default_factory=dict)


CASES = (
    Case(
        42, "network.nat.live", "failed", "the rules are there", "network.forward_deleted", r"^[1-9]", types=typed.saved
    ),
    Case(
        *(13, "safety.backups.bounded", "passed", "a copy"),
        says="No such file",
        status=2,
        types=typed.copied_and_restarted,
    ),
    Case(52, "containers.port.answers", "failed", "it runs", "system.botserver_hung", r"^active$"),
    Case(54, "tables.server.accepts", "failed", "OK", "tables.password_changed", r"^OK$"),
    Case(55, "drive.health.quorum", "failed", "OK", "drive.drive_lost", r"^OK$"),
    Case(56, "vault.seal.open", "passed", "sealed", "vault.stepped_down", r"^Vault SEALED$"),
    Case(
        *(58, "system.botserver.healthy", "failed", "OK", "system.health_by_proxy", r"OK$"),
        filled={"https:///": "https://system.lab.test/"},
    ),
    Case(60, "system.log.quiet", "failed", "no error", "system.bot_without_bucket", r"^$"),
    Case(70, "containers.instance.running", "passed", "no log", says="unknown command", status=1),
    Case(108, "vault.health.active", "failed", "nothing at all", "vault.stepped_down", r"^$", status=22),
    Case(
        *(108, "tls.certificate.valid", "failed", "it answers", "tls.certificate_expired", r"200"),
        types=lambda guide, lab: guide.runs(
            "curl -ksf -o /dev/null -w '%{http_code}' https://system.lab.test/api/health"
            if "curl -ksf" in guide.lines[107]
            else "false"
        ),
    ),
    Case(
        116,
        "vault.token.lifetime",
        "failed",
        "a token for a year",
        types=typed.token_of_a_year,
        undo=typed.own_ttl,
        env=FLOOR,
    ),
    Case(118, "vault.token.uses", "failed", "not expired", "vault.token_few_uses", r"num_uses", types=typed.lookup),
    Case(
        *(130, "dns.zone.served", "failed", "a new serial", "dns.edited_without_serial"),
        filled={"/.zone": "/lab.test.zone"},
    ),
    Case(132, "dns.serial.served", "failed", "reloaded", "dns.serial_not_loaded"),
    Case(139, "proxy.config.valid", "failed", "added", types=typed.one_line_block, undo=typed.own_caddyfile),
    Case(139, "proxy.config.headers", "failed", "an address", types=typed.with_remote, undo=typed.own_caddyfile),
    Case(147, "alm.runs.none_stuck", "failed", "pending", "alm.run_stuck", types=typed.reset, undo=typed.released),
    Case(152, "tables.database.present", "passed", "no such thing", says="no password supplied", status=2),
    Case(170, "alm.runs.none_stuck", "failed", "released", "alm.run_stuck", types=typed.reset, undo=typed.released),
    Case(
        *(176, "system.process.current", "failed", "deployed", "system.program_replaced", r"^20\d\d-"),
        filled={"system --": "vectordb --", "botserver": "qdrant"},
    ),
    Case(176, "system.deploy.current", "failed", "deployed", "system.copied_by_hand", r"^20\d\d-"),
    Case(
        *(177, "system.process.current", "failed", "it runs", "system.program_replaced", r"active \(running\)"),
        filled={"system --": "vectordb --", "botserver": "qdrant"},
    ),
    Case(209, "drive.health.quorum", "failed", "healthy", "drive.drive_lost", types=typed.health_of_mc),
    Case(212, "system.drivemonitor.synced", "failed", "synced", "system.file_given_up", types=typed.copied_over_itself),
    Case(223, "drive.config.parses", "passed", "wrong", types=typed.header, undo=typed.own_config),
    Case(231, "system.drivemonitor.synced", "passed", "dead", says=r"^$", types=typed.quiet_log),
    Case(233, "system.drivemonitor.synced", "passed", "not synced yet", says=r"^0$", types=typed.sync_table),
    Case(
        250,
        "containers.instance.address",
        "passed",
        "refused",
        says="Override",
        status=1,
        types=typed.card_of_the_profile,
    ),
    Case(
        *(254, "system.botserver.runnable", "failed", "all libraries", "system.other_architecture"),
        says="not a dynamic executable",
        status=1,
        types=typed.libraries,
    ),
    Case(
        *(266, "system.log.quiet", "failed", "no error", "system.bot_without_bucket", r"^$", 1),
        filled={"tail -f": "tail -n 50"},
    ),
    Case(
        311, "system.botui.server_url", "failed", "cured", "system.server_url_wrong", r"5858$", types=typed.server_url
    ),
    Case(
        *(312, "system.suggestion.type", "failed", "cured", "system.suggestion_pushed"),
        types=typed.cleared,
        undo=typed.compiled,
    ),
    Case(
        313,
        "containers.resolver.ipv6_quiet",
        "failed",
        "cured",
        "containers.resolver_drops_aaaa",
        "slow",
        types=typed.no_option,
    ),
    Case(314, "system.env.complete", "failed", "cured", "system.env_incomplete", types=typed.work_directory),
)


@contextmanager
def broken(lab: Lab, case: Case) -> Iterator[None]:
    """The lab with the fault of a case, and healed of it and of what the guide's words have done."""
    try:
        if case.fault:
            faults.inject(lab, case.fault)
        yield
    finally:
        if case.undo:
            case.undo(lab)
        if case.fault:
            faults.command(lab, "heal", case.fault, every=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.line}-{case.check}")
def test_the_guide_says_one_thing_and_the_check_rightly_another(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    for name, value in case.env.items():
        monkeypatch.setenv(name, value)
    guide = Guide(lab, tmp_path)
    with broken(lab, case):
        said = case.types(guide, lab) if case.types else guide.types(case.line, case.filled)
        assert said.status == case.status, said.output
        assert re.search(case.says, said.output.strip(), re.MULTILINE), said.output
        ran = ask(tmp_path, "-k", case.check)
    asked = {id: verdict for id, verdict in ran.verdicts.items() if id.startswith(f"{case.check}[")}
    red = (
        {id for id in faults.named(case.fault).red if id in asked} if case.fault and case.verdict == "failed" else asked
    )
    assert red, ran.output
    assert {asked[id] for id in red} == {case.verdict}, asked


def test_each_erratum_is_proven_and_nothing_else() -> None:
    told = {(each.statement.line, each.check.id) for each in errata(every())}
    assert told == {(case.line, case.check) for case in CASES}
