"""The guide's statements: what a Source line names, which checks cover them, and that the list is the guide's."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from fixtures.verdict.check import Check
from fixtures.verdict.documentation import documentation
from fixtures.verdict.register import every
from reports.guide.coverage import WIDTH, Proofs, coverage, table
from reports.guide.errata import errata, page
from reports.guide.sources import UnknownStatement, named, references
from reports.guide.statements import FILE, Statement, statements
from tests.guide import ABSENT, PLACE, differences, digests, guide
from tests.unit.environments import environment

KNOWN = (
    Statement("1", "NAT port forwarding", "53", of="53"),
    Statement("2", "NAT port forwarding", "443", of="443"),
    Statement("3a", "common errors", "Token.Invalid"),
    Statement("3b", "common errors", "no token"),
)


@pytest.mark.process
def test_the_list_is_the_guide_to_the_line() -> None:
    try:
        text = guide().read_text("utf-8")
    except FileNotFoundError as absent:
        pytest.fail(str(absent), pytrace=False)
    found = list(differences(text))
    assert not found, "\n".join([*found, f"python -m tests.guide says this; put {FILE.name} right"])


def test_a_line_that_changed_came_or_went_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.guide.statements", lambda: (Statement("2", "s", "t", also=(5,)),))
    monkeypatch.setattr("tests.guide.headings", lambda: frozenset({1}))
    read = "# head\n- one\n```bash\n---\n| two |\n|---|--|\n"
    monkeypatch.setattr("tests.guide.lines", lambda: digests(read))
    assert list(digests(read)) == [1, 2, 5]
    assert not list(differences(read))
    assert [each.partition(":")[0] for each in differences(read.replace("one", "1"))] == ["line 2"]
    assert [each.partition(":")[2] for each in differences(read + "new\n")] == [
        f" no statement of {FILE.name} claims it, and it is no heading there"
    ]
    assert "nothing there any more" in next(differences(read.replace("| two |", "")))


def test_where_the_guide_is_absent_it_is_said_what_to_do() -> None:
    said = ABSENT.format(place=f"../{PLACE}")
    assert "../shared/ops-guide.md: put it there" in said
    assert "python -m tests.guide FILE" in said


def test_every_number_stands_once_and_in_order() -> None:
    numbers = [each.number for each in statements()]
    assert len(set(numbers)) == len(numbers)
    for line in {each.line for each in statements()}:
        letters = [each.number.removeprefix(str(line)) for each in statements() if each.line == line]
        assert letters == ([""] if letters == [""] else [chr(ord("a") + at) for at in range(len(letters))])
    names = [each.name for each in statements()]
    assert len(set(names)) == len(names)


def test_every_source_of_a_check_is_in_the_guide() -> None:
    """Where this fails: name a section and a title of reports/guide/guide.toml, or no `guide,` at all."""
    coverage(environment(), every())


@pytest.mark.parametrize(
    ("source", "asked_of", "numbers"),
    [
        ("guide, port map.", ["443/tcp"], ["2"]),
        ("guide, port map; RFC 1.", ["dns:53"], ["1"]),
        ("guide, port map (all of it).", ["53"], ["1"]),
        ("guide, port map.", ["8053"], []),
        ('guide, Port map "53=DNS 443=HTTPS".', [], ["1", "2"]),
        ('guide, common errors "token"; port map "53".', [], ["3a", "3b", "1"]),
        ('ground truth 3; common errors "Token.Invalid".', [], ["3a"]),
        ("RFC 1; another guide, port map.", ["53"], []),
    ],
)
def test_what_a_source_names(source: str, asked_of: list[str], numbers: list[str]) -> None:
    assert [each.number for each in named(source, lambda: asked_of, KNOWN)] == numbers


def test_a_semicolon_in_a_title_parts_nothing() -> None:
    found = references('guide, common errors "no; token", "no token".', ["common errors"])
    assert [each.titles for each in found] == [("no; token", "no token")]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("guide, daily check.", "names no section of the guide; there are NAT port forwarding, common errors"),
        ('guide, common errors "Token.Invalids".', "which has Token.Invalid, no token"),
        ('guide, "port map".', "names no section"),
    ],
)
def test_what_is_not_in_the_guide_is_refused(source: str, said: str) -> None:
    with pytest.raises(UnknownStatement, match=re.escape(said)):
        list(named(source, list, KNOWN))


def _check(instead: str) -> Check:
    def judged() -> None: ...

    judged.__doc__ = f"It holds.\n\nWhy: so.\nFix: so.\nSource: none.\n{instead}"
    title, _, told = documentation("meet.a.b", judged)
    return replace(next(each for each in every() if each.id == "meet.server.ready"), title=title, instead=told)


def test_a_docstring_may_tell_of_several_errata() -> None:
    told = ('Instead: common errors "No IPv4": it', "  is wrong.", 'Instead: alert playbook "No IPv4": no.')
    check = _check("\n".join(told))
    assert [(each.statement.number, each.why) for each in errata([check])] == [("250", "no."), ("301", "it is wrong.")]
    assert "| 301 No IPv4 | it is wrong. | `meet.server.ready`: It holds. |\n" in page([check])


@pytest.mark.parametrize(
    "instead", ['common errors "No IPv4"', "common errors: all.", 'global Vault paths "gbo": why.']
)
def test_an_erratum_is_of_one_statement_and_says_why(instead: str) -> None:
    with pytest.raises(UnknownStatement):
        errata([_check(f"Instead: {instead}\n")])


def test_the_table_tells_of_each_statement_and_counts() -> None:
    found = coverage(environment(), every())
    lines = list(table(found, Proofs(lambda _: ("a.remedy",), lambda _: ("a.fault", "the.row"), {"P1": ("the.row",)})))
    assert max(map(len, lines)) <= WIDTH
    asked = [each for each in found if each.checks or not each.statement.why]
    for each in found:
        assert any(line.startswith(f"  {each.statement.number} ") for line in lines), each
    uncovered = [line for line in lines if line.startswith("uncovered: ")]
    assert lines[-1] == f"guide statements {len(asked)}, uncovered {len(uncovered)}"
    assert len(uncovered) == sum(each.uncovered for each in found)
    at = lines.index("  250 No IPv4")
    assert lines[at + 1] == "    containers.instance.address -> a.remedy -> the.row +1"
