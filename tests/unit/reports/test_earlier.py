"""What a record says of the run before it."""

from __future__ import annotations

from pathlib import Path

from fixtures.verdict.outcome import Verdict
from reports.audit.sections import changes
from reports.audit.view import View
from reports.earlier import BARS, earlier
from reports.formats import render
from reports.line import AnyLine, RunLine
from reports.record import Record, read
from tests.unit.reports.written import check, end, run, statement, write
from tests.unit.reports.written import earlier as written

SEAL, RUNS, ONCE = "vault.seal.open[vault]", "containers.instance.running[vault]", "dns.zone.valid[lab]"


def lines(number: int, red: str = "", *more: str, env: str = "lab") -> list[AnyLine]:
    """The run that began at minute `number`."""
    named = {"run": f"20260102T03{number:02}05-abcdef", "at": f"2026-01-02T03:{number:02}:05.678+00:00", "env": env}
    head = run().model_copy(update=named)
    assert isinstance(head, RunLine)
    ids = (SEAL, RUNS, *more)
    verdicts = [Verdict.FAILED if id == red else Verdict.PASSED for id in ids]
    counts = {"failed": 1, "passed": len(ids) - 1} if red else {"passed": len(ids)}
    said = [statement(id.partition("[")[0]) for id in ids]
    return [head, *said, *(check(id, verdict) for id, verdict in zip(ids, verdicts, strict=True)), end(counts)]


def keep(folder: Path, made: list[AnyLine]) -> Record:
    assert isinstance(made[0], RunLine)
    return read(write(folder / f"{made[0].run}.jsonl", made))


def test_the_newest_whole_run_is_compared(tmp_path: Path) -> None:
    keep(tmp_path, lines(1, RUNS))
    before = keep(tmp_path, lines(2, RUNS, ONCE))
    keep(tmp_path, lines(3)[:-1])
    keep(tmp_path, lines(4, env="prod"))
    (tmp_path / "20260102T030505-abcdef.jsonl").write_text("torn")
    found = earlier(Record(tuple(lines(9, SEAL)[:-1])), tmp_path)
    assert found is not None
    assert (found.run, found.head) == (before.run.run, before.head)
    assert (found.broke, found.healed, found.turned, found.still, found.same) == ((SEAL,), (RUNS,), (), 0, 0)
    assert (found.new, found.gone, found.files) == ((), (ONCE,), ())
    assert [(bar.red, bar.complete) for bar in found.older] == [(1, True), (1, True), (None, False)]


def test_without_one_nothing_is_said(tmp_path: Path) -> None:
    now = Record(tuple(lines(2)))
    assert earlier(now, tmp_path / "nosuch") is None
    keep(tmp_path, lines(2))
    keep(tmp_path, lines(3))
    assert earlier(now, tmp_path) is None, "neither the run itself, nor one after it"
    assert changes.section(View(now)).answer == "this run did not look for an earlier one"
    looked = Record((run("pytest", "--env=lab", "--audit-report=x.html"), *now.lines[1:]))
    assert changes.section(View(looked)).answer == "no earlier run that asked the same was kept"


def of_a_part(made: list[AnyLine]) -> list[AnyLine]:
    head, *rest = made
    return [head.model_copy(update={"selected": ("-m", "smoke")}), *rest]


def test_a_part_is_compared_with_the_same_part_and_the_whole_with_the_whole(tmp_path: Path) -> None:
    whole, smoke = keep(tmp_path, lines(1)), keep(tmp_path, of_a_part(lines(2)))
    for now, before in ((lines(3), whole), (of_a_part(lines(3)), smoke)):
        found = earlier(Record(tuple(now)), tmp_path)
        assert found is not None
        assert (found.run, [bar.run for bar in found.older]) == (before.run.run, [before.run.run])


def test_only_so_many_are_looked_at(tmp_path: Path) -> None:
    for number in range(1, BARS + 8):
        keep(tmp_path, lines(number))
    found = earlier(Record(tuple(lines(50))), tmp_path)
    assert found is not None
    assert len(found.older) == BARS
    assert found.older[-1].at > found.older[0].at


def test_the_page_says_it() -> None:
    made = lines(9, SEAL)
    record = Record((*made[:-1], written(), made[-1]))
    section = changes.section(View(record))
    assert section.answer == "1 stopped holding, 1 holds again"
    assert section.data["causes"] == [(1, 1)]
    assert [(bar.red, bar.here) for bar in section.data["bars"]] == [(None, False), (3, False), (1, True)]
    assert section.data["sum"] == "in 0 of the last 3 runs all held; this one is the last bar"
    page = render("audit", record)
    for told in ('1 by <a href="#cause-1">cause 1</a>', "environments/lab.toml changed", "1,234 verdicts"):
        assert told in page, told
