"""Snapshots by when they were made, whatever their names say; copies by their names, whatever else lies there."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from fixtures.access.instances import parse
from fixtures.errors import FactUnavailable
from fixtures.expectations.safety import Backups, SnapshotAge
from fixtures.facts.safety import Kept, SafetyFacts, parse_copies
from tests.unit.environments import environment

LAB = environment()
GOLDEN = json.loads((Path(__file__).parents[1] / "channel" / "golden" / "instances.json").read_bytes())[0]


def room(**snapshots: list[tuple[str, float]] | None) -> Any:
    """Incus' answer with these snapshots, so many hours old, of these instances."""
    now = dt.datetime.now(dt.UTC)
    answer = [
        {
            **GOLDEN,
            "name": name,
            "snapshots": made
            and [
                {"name": each, "created_at": (now - dt.timedelta(hours=hours)).isoformat().replace("+00:00", "Z")}
                for each, hours in made
            ],
        }
        for name, made in snapshots.items()
    ]
    instances = parse(json.dumps(answer).encode())
    return SafetyFacts(LAB, SimpleNamespace(instance=instances.get), None)  # type: ignore[arg-type]


def test_the_newest_snapshot_counts_by_when_it_was_made() -> None:
    found = room(tables=[("pre-change-20991125120000", 580), ("snap41", 10)], vault=None)
    assert found.hours_since_snapshot(SnapshotAge(container="tables", hours=26)) == pytest.approx(10, abs=0.1)
    assert found.hours_since_snapshot(SnapshotAge(container="vault", hours=26)) is None
    with pytest.raises(FactUnavailable, match="there is no instance meet"):
        found.hours_since_snapshot(SnapshotAge(container="meet", hours=26))


def test_what_was_taken_before_a_change_is_counted() -> None:
    found = room(tables=[("pre-change-20261125120000", 580), ("snap41", 10)], drive=[("pre-change-20261124-fix", 15)])
    assert found.pre_change(Backups(container="tables", at_most=5, days=14)) == Kept(1, 24)
    assert found.pre_change(Backups(container="drive", at_most=5, days=14)) == Kept(1, 0)


@pytest.mark.parametrize(
    ("snapshots", "copies", "told"),
    [
        (Kept(5, 14), Kept(0, 0), ()),
        (Kept(6, 1), Kept(1, 54), ("6 snapshots named pre-change-", "dated copies in /tmp: 54 days old")),
    ],
)
def test_what_is_too_much_is_told(snapshots: Kept, copies: Kept, told: tuple[str, ...]) -> None:
    found = room(tables=None)
    found.pre_change, found.copies = lambda _backups: snapshots, lambda _backups: copies
    assert found.left_over(Backups(container="tables", at_most=5, days=14)) == told


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        (".env.20261125110211", True),
        ("config.csv-2026-10-02", True),
        ("Caddyfile_20261125-110211", True),
        ("debug-20261125.tar.gz", False),
        ("tmp.QwErTy", False),
        ("20261125", False),
        ("core.12345678", False),
    ],
)
def test_a_copy_has_a_date_at_its_end(name: str, copy: bool) -> None:
    assert parse_copies(f"1795600000.5 {name}\0") == ([1795600000.5] if copy else [])


def test_anything_else_is_no_list() -> None:
    with pytest.raises(ValueError, match=r"unpack|float"):
        parse_copies("x\0")
