"""Every parser on answers captured from real systems: folder = program, file = case, `.json` = what it means."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from fixtures.facts import binary
from fixtures.parsers import deliveries, iptables, next_boot, nft, processes, sockets, units, vitals, waiting
from fixtures.parsers.elf import Elf
from fixtures.parsers.netfilter import Rule

GOLDEN = Path(__file__).parent / "golden"


def _plain(state: units.UnitState) -> dict[str, Any]:
    return {key: sorted(value) if isinstance(value, frozenset) else value for key, value in asdict(state).items()}


def _rule(rule: Rule) -> dict[str, Any]:
    asked = [each.text for each in rule.conditions]
    where = rule.destination and asdict(rule.destination)
    return {"line": rule.line, "asks": asked, "deed": rule.deed, "target": rule.target, "destination": where}


PROGRAM = Elf("x86_64", "/lib64/ld-linux-x86-64.so.2", ("libc.so.6",), ())


def _deployed(text: str) -> dict[str, Any]:
    """A case of a delivered program: what stat says in the first line, then rows of tasks."""
    times, *rows = text.splitlines()
    changed, modified = deliveries.parse_times(times)
    found = deliveries.deployed(changed, None, (deliveries.delivery(*json.loads(row)) for row in rows), modified)
    said, advice = found.said("/opt/gbo/bin/botserver", "deploy.yml"), found.advice(found.commit)
    return {"delivered": found.delivered, "said": said, "advice": advice}


def _waiting(text: str) -> list[str]:
    """A case of jobs and runners: a row a line, each after what it is of."""
    rows = [line.split(" ", 1) for line in text.splitlines()]
    jobs = [waiting.waiting(json.loads(row)) for of, row in rows if of == "job"]
    return [*waiting.unmatched(jobs, [waiting.candidate(json.loads(row)) for of, row in rows if of == "runner"], 300)]


PARSERS: dict[str, Callable[[str], Any]] = {
    "ss": lambda text: [{**asdict(each), "scope": each.scope} for each in sockets.parse_ss(text)],
    "show": lambda text: [{**_plain(each), "usual": each.usual} for each in units.parse_show(text)],
    "ps": lambda text: [{**asdict(each), "moves": each.moves} for each in processes.parse_ps(text)],
    "deployed": _deployed,
    "disks": lambda text: [
        f"{each}{' (full)' if each.lacks_room(0.05, 5 << 30) else ''}" for each in vitals.parse_disks(text)
    ],
    "ldd": lambda text: binary.faults(PROGRAM, "x86_64", "", text, loader=True),
    "networkd": lambda text: str(next_boot.parse_networkd(text, enabled=True)),
    "nft": lambda text: [_rule(each) for each in nft.Listing(text).ruleset().rules],
    "failed": lambda text: sorted(units.parse_failed(text)),
    "waiting": _waiting,
    "save": lambda text: [_rule(each) for each in iptables.parse_save(text, socket.getservbyname).rules],
}

CASES = [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in sorted(GOLDEN.glob("*/*.txt"))]


@pytest.mark.parametrize("path", CASES)
def test_means_what_it_should(path: Path) -> None:
    found = json.loads(json.dumps(PARSERS[path.parent.name](path.read_text())))
    assert found == json.loads(path.with_suffix(".json").read_text())


def test_every_parser_has_cases() -> None:
    assert {path.parent.name for path in GOLDEN.glob("*/*.txt")} == set(PARSERS)
