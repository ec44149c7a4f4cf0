"""The parts of the audit report that reckon: the tree of what waits, the map, whether the page can be relied on."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fixtures.verdict.outcome import Verdict
from reports.audit.evidence import Questions, fields, remarks
from reports.audit.layout import HEIGHT, WIDTH, fitted, lanes, layout, rows
from reports.audit.sections import not_asked
from reports.audit.sections.drawing import common
from reports.audit.sections.guide import parts, sources
from reports.audit.standing import points
from reports.audit.texts import anchor, breaking, day, duration, ticked, tokens, value
from reports.audit.topology import Topology, topology
from reports.audit.tree import Branch, tree
from reports.audit.view import View
from reports.line import AnyLine, Asked, CheckLine, DifferenceOf
from reports.record import Record
from reports.selection import selection
from tests.unit.reports.varied import every_verdict, green, record, troubled
from tests.unit.reports.written import AT, check, end, platform, run, statement

ROOT = Path(__file__).resolve().parents[3]


def waits(id: str, *needs: str, root: str) -> CheckLine:
    return check(id, Verdict.BLOCKED, needs=needs, root=root, text=f"blocked by {root}")


def broken(*lines: CheckLine) -> View:
    checks = dict.fromkeys(line.check for line in lines)
    return View(Record((run(), platform("a", "b", "c", "d"), *map(statement, checks), *lines, end({}))))


def shown(branches: tuple[Branch, ...]) -> list[object]:
    return [
        ([line.id for line in each.lines], each.also, shown(each.branches)) if each.branches or each.also
        else [line.id for line in each.lines]
        for each in branches
    ]  # fmt: skip


def test_the_tree_follows_what_each_needs() -> None:
    one, two = check("r.one.up[a]", Verdict.FAILED, text="1"), check("r.two.up[b]", Verdict.FAILED, text="2")
    view = broken(
        one,
        two,
        waits("r.near.up[a]", one.id, root=one.id),
        waits("r.far.up[a]", one.id, "r.near.up[a]", root=one.id),
        waits("r.leaf.up[x]", "r.near.up[a]", root=one.id),
        waits("r.leaf.up[y]", "r.near.up[a]", root=one.id),
        waits("r.both.up[a]", one.id, two.id, root=one.id),
    )
    first, second = view.causes
    assert first.first.id == one.id, "what blocks more comes first"
    (found,) = tree(view, first)
    assert shown(found.branches) == [
        (["r.near.up[a]"], (), [["r.far.up[a]"], ["r.leaf.up[x]", "r.leaf.up[y]"]]),
        (["r.both.up[a]"], (2,), []),
    ]
    assert tree(view, second) == ()
    assert view.upstream("r.both.up[a]") == {1, 2}


def places(*edges: tuple[str, str]) -> Topology:
    """Four containers; of each edge the first depends on the second."""
    lines = [check(f"r.base.up[{name}]") for name in "abcd"]
    lines += [
        check(f"r.{one}{two}.up[{one}]", needs=(f"r.base.up[{two}]", "containers.instance.running[a]"))
        for one, two in edges
    ]
    lines.append(check("containers.instance.running[a]"))
    view = broken(*lines)
    assert view.record.platform is not None
    return topology(view, view.record.platform)


def test_who_depends_on_whom() -> None:
    found = places(("a", "b"), ("c", "b"), ("d", "c"))
    assert found.edges == {"b": ("a", "c"), "c": ("d",)}, "that a container runs is no dependency"
    assert found.depends("c") == ["b"]
    assert found.places["a"].words == ("all 3 hold",)
    assert found.common == ()
    assert places(("a", "d"), ("b", "d"), ("c", "d")).common == ("d",), "what all depend on is told, not drawn"


def test_of_two_that_need_each_other_the_first_depends() -> None:
    lines = [check("v.seal.open[a]"), check("v.token.valid[b]", needs=("v.seal.open[a]",))]
    lines += [check(f"v.secret.{n}[a]", needs=("v.token.valid[b]",)) for n in ("x", "y", "z")]
    view = broken(*lines)
    assert view.record.platform is not None
    assert topology(view, view.record.platform).edges == {"a": ("b",)}


@pytest.mark.parametrize("edges", [[], [("a", "b")], [*itertools.permutations("abcd", 2)]])
def test_the_map_has_no_box_upon_another(edges: list[tuple[str, str]]) -> None:
    found = layout(places(*edges))
    assert found.boxes.keys() == {*"abcd"}
    for (x, y), (u, v) in itertools.combinations(found.boxes.values(), 2):
        assert abs(x - u) >= WIDTH or abs(y - v) >= HEIGHT
    for x, y in found.boxes.values():
        assert 0 <= x <= found.width - WIDTH
        assert 0 <= y <= found.height - HEIGHT
    upper, lower = rows(places(*edges))
    assert ({*upper}, {*lower}) == ({"a", "b"}, {"c", "d"}), "what is published is above"
    for wire in found.wires:
        low, high = wire.span
        assert all(low <= x <= high for x, _ in wire.ends)
        assert min(found.boxes["a"][1] + HEIGHT, wire.lane) < wire.lane < found.boxes["c"][1]
    assert [port.label for port in found.ports] == ["8000", "8001"]


def test_lanes_are_shared_where_nothing_overlaps() -> None:
    assert lanes({"x": [0, 100], "y": [300, 400], "z": [50, 350]}) == {"z": 0, "x": 1, "y": 1}
    assert lanes({}) == {}


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("pytest --env=lab", ""),
        ("pytest --env lab -q --record x.jsonl -n 4 --wait=120s -vv", ""),
        ("pytest --env=lab -m smoke", "-m smoke"),
        ("pytest --env=lab tests_infra/ --severity high", "--severity high"),
        ("pytest -k vault.seal.open --env=lab -x", "-k vault.seal.open"),
        ("pytest --env=lab -x --maxfail 2 --ff --fix plan", ""),
        ("pytest --env=lab --fix -m smoke --fix plan tests_infra/vault", "-m smoke tests_infra/vault"),
        ("pytest --target=x -kvault --deselect a b.py", "--target=x -kvault --deselect a b.py"),
    ],
)  # fmt: skip
def test_what_leaves_something_out_is_seen(typed: str, chosen: str) -> None:
    assert " ".join(selection(typed.split())) == chosen


def test_the_value_of_an_option_of_ours_is_no_path(pytestconfig: pytest.Config) -> None:
    (ours,) = (each for each in pytestconfig._parser._groups if each.name == "infrastructure")
    told = [(option.attrs().get("action"), option.attrs().get("nargs"), option) for option in ours.options]
    options = [option for action, nargs, option in told if action in (None, "append") and nargs is None]
    names = {name for option in options for name in option.names()}
    assert {"--env", "--expect-commit", "--report", "--fix-allow"} <= names
    for name in names:
        chosen = selection(["pytest", name, "word"])
        assert chosen in ((), (name, "word")), name


def reservations(lines: list[AnyLine]) -> list[str]:
    return [point.name for point in points(View(record(lines))) if not point.holds]


def test_what_keeps_a_page_from_being_relied_on() -> None:
    assert reservations(green()) == []
    assert reservations(troubled()) == ["Incomplete", "Exemptions", "Around the checks"]
    first = run("pytest", "-m", "smoke")
    dirty = first.model_copy(
        update={
            "suite": first.suite.model_copy(update={"dirty": True}),
            "against": first.against.model_copy(update={"identity": {}}),
        }
    )
    assert reservations([dirty, *green()[1:]]) == ["Selection", "Checkout", "Identity"]
    assert reservations(green()[:-1]) == ["Incomplete"]


def test_evidence() -> None:
    line = check(
        verdict=Verdict.FAILED,
        text="vault is not as declared\n  sealed: expected False, found True\n  (keys given: 0 of 3)",
        differences=(DifferenceOf(field="sealed", expected="False", found="True"),),
        expected={"initialized": True, "sealed": False},
        found={"initialized": True, "sealed": True},
    )
    assert [(each.name, each.declared, each.found, each.differs) for each in fields(line)] == [
        ("sealed", "False", "True", True),
        ("initialized", "True", "True", False),
    ]
    assert remarks(line) == ("keys given: 0 of 3",)


def test_a_question_is_listed_once() -> None:
    def asked(what: str, at: str = AT) -> Asked:
        return Asked(what=what, where="vault", at=at, seconds=0.1, credential="the token", answer="yes")

    later = AT.replace("03:04", "03:05")
    lines = [
        check("a.b.c[1]", asked=(asked("x"), asked("y"))),
        check("a.b.c[2]", asked=(asked("x"), asked("x", later))),
    ]
    found = Questions(Record((run(), *lines)))
    assert [(each.number, each.what, each.times, each.outcomes) for each in found.all] == [
        (1, "x", 2, 3),
        (2, "y", 1, 1),
    ]
    assert [each.number for each in found(lines[1])] == [1]


def test_texts() -> None:
    assert breaking("a.b[<c>:1]") == "a.<wbr>b[<wbr>&lt;c&gt;:<wbr>1]"
    assert breaking("\x1b[1m") == r"\x1b[<wbr>1m"
    assert ticked("run `a <b>` & go") == "run <code>a &lt;b&gt;</code> &amp; go"
    assert tokens("pytest -k 'a b[c]' --x='d e'") == ["pytest", "-k", "'a b[c]'", "--x='d e'"]
    assert day("2026-01-02T04:04:05+01:00") == "2 Jan 2026, 03:04:05 UTC"
    assert [duration(each) for each in (0.0002, 0.25, 4.44, 300)] == ["<1 ms", "250 ms", "4.4 s", "5 min"]
    assert [value(each) for each in (None, [], ["a", 1], {"a": [1]}, False)] == [
        "none",
        "none",
        "a, 1",
        "a: 1",
        "False",
    ]
    assert anchor("a.b[c d%<é>]") == "a.b[c%20d%25%3Cé%3E]"
    assert fitted("a long name", 30, 10) == "a lo…"
    assert fitted("short", 60, 10) == "short"
    assert common(["10.0.9.10", "10.0.9.11"]) == "10.0.9"
    assert common(["10.0.9.10"]) == ""


def test_sources() -> None:
    text = 'guide, alert playbook "Vault Sealed"; Vault troubleshooting "Sealed"; ground truth 5 and 6; RFC 8996.'
    assert sources(text) == ["Alert playbook", "Vault troubleshooting", "Ground truth", "RFC"]
    assert parts([text, "guide, Vault troubleshooting.", "Caddy, API."]) == {"Alert playbook", "Vault troubleshooting"}


SEEDED = """
from collections import Counter
from reports.audit.layout import rows
from reports.audit.topology import Place, Topology
from reports.line import Published
names = "system tables vault drive directory llm vectordb alm alm-ci proxy email dns meet dns2".split()
there = "dns proxy tables email alm drive vault meet".split()
outside = [Published(id=n, container=n, external="1", protocol="tcp", address="") for n in there]
edges = {
    "alm": ("alm-ci", "proxy"), "directory": ("proxy",), "drive": ("system",), "system": ("proxy",),
    "tables": ("alm", "alm-ci", "directory", "system"),
    "vault": ("drive", "email", "llm", "meet", "proxy", "system", "tables", "vectordb"),
}
print(rows(Topology({n: Place(n, Counter()) for n in names}, Place("", Counter()), tuple(outside), edges, {})))
"""


@pytest.mark.process
def test_no_order_of_a_set_decides_where_a_container_lies() -> None:
    words = [sys.executable, "-c", SEEDED]
    places = set()
    for seed in "012345":
        env = {**os.environ, "PYTHONHASHSEED": seed}
        places.add(subprocess.run(words, cwd=ROOT, env=env, capture_output=True, check=True).stdout)
    assert len(places) == 1


def test_what_a_whole_run_did_not_ask_is_told() -> None:
    told = not_asked.section(View(record(every_verdict())))
    rows = {row.what: row for row in told.data["rows"]}
    assert rows["canaries"].how == "`pytest -m canary`"
    assert rows["statements of the guide without a check"].count == 1
    assert "1 statement of the guide without a check" in told.answer
