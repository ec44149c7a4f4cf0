"""Runs beside each other: what changed between two, several as one, and one check over many."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fixtures.verdict.outcome import Verdict
from reports.__main__ import main
from reports.formats import FORMATS
from reports.line import AnyLine, CollectedLine, ErrorLine, RunLine
from tests.unit.reports.varied import every_verdict, green, troubled
from tests.unit.reports.written import check, end, run, statement, write

GOLDEN = Path(__file__).parent / "golden"
SEAL, HEALTH, DNS = "vault.seal.open[vault]", "vault.health.active[vault]", "dns.server.answers[dns/udp]"


def of(*outcomes: AnyLine, head: RunLine | None = None, exit: int = 0, missing: tuple[str, ...] = ()) -> list[AnyLine]:
    """A run with these outcomes, each in a test of its own."""
    names = [getattr(each, "id", "") for each in outcomes]
    said = [statement(name) for name in dict.fromkeys(name.partition("[")[0] for name in names)]
    collected = CollectedLine(ids=(*names, *missing))
    return [head or run(), collected, *said, *outcomes, end({}, exit=exit, missing=missing)]


def other(**more: object) -> RunLine:
    """A run on another day, with other files and another commit."""
    against = run().against.model_copy(update={"layers": {"environments/base.toml": "1" * 64}})
    suite = run("pytest", "--env=lab", "-m", "smoke").suite.model_copy(update={"commit": "1" * 40, "dirty": True})
    given = {"run": "20260103T030405-abcdef", "at": "2026-01-03T03:04:05.678+00:00", "against": against, "suite": suite}
    return run().model_copy(update=given | more)


OLD = of(
    check(SEAL, expected={"sealed": False}),
    check(HEALTH, expected={"status": 200}, seconds=0.2),
    check("drive.bucket.exists[drive]", Verdict.FAILED, text="no bucket"),
    check("llm.model.served[llm]", Verdict.FAILED, text="no model"),
    check("meet.page.served[meet]", Verdict.UNKNOWN, text="no answer"),
    check("proxy.site.served[chat]"),
    check("tables.server.accepts[tables]", Verdict.PASSED, seconds=0.1),
    exit=1,
)
NEW = of(
    check(SEAL, Verdict.FAILED, text="vault is not as declared\n  sealed: expected False, found True"),
    check(HEALTH, Verdict.BLOCKED, text=f"blocked by {SEAL}", root=SEAL),
    check("drive.bucket.exists[drive]", expected={"exists": True}),
    check("llm.model.served[llm]", Verdict.WAIVED, text="no model\nwaived until 2999-01-01 by ops: known"),
    check("meet.page.served[meet]", Verdict.FAILED, text="503"),
    check("tables.server.accepts[tables]", seconds=0.9),
    check(DNS, Verdict.FAILED, text="no answer at all"),
    ErrorLine(test="t.py::x", phase="setup", text="Traceback\nRuntimeError: no"),
    head=other(),
    exit=1,
)


def test_a_difference_as_a_person_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = write(tmp_path / "old.jsonl", OLD), write(tmp_path / "new.jsonl", NEW)
    assert main(["diff", str(old), str(new)]) == 1
    assert capsys.readouterr().out == (GOLDEN / "difference.txt").read_text()


def test_what_healed_is_no_worse_and_what_is_expected_now_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    red = of(check(SEAL, Verdict.FAILED, text="x", expected={"sealed": False, "t": 2}), exit=1)
    holds = of(check(SEAL, expected={"sealed": False, "t": 3}))
    files = [str(write(tmp_path / f"{name}.jsonl", lines)) for name, lines in (("red", red), ("holds", holds))]
    assert main(["diff", *files]) == 0
    said = capsys.readouterr().out
    assert f"HEALED {SEAL}: failed, passed now\nEXPECTED {SEAL}: t: 2, 3 now\n1 healed: it is no worse\n" in said
    assert main(["diff", files[0], files[0]]) == 0, "what is still red is not new"
    assert "1 still red: it is no worse" in capsys.readouterr().out


WORSE = {
    "a new check that is red": of(check(SEAL), check(DNS, Verdict.UNKNOWN, text="x"), exit=1),
    "blocked by what is not selected": of(check(SEAL, Verdict.BLOCKED, root="a.b.c[d]", text="x"), exit=1),
    "an error around it": of(check(SEAL), ErrorLine(test="t", phase="call", text="x"), exit=1),
    "not whole": of(check(SEAL), exit=2, missing=("t.py::b",)),
    "killed": of(check(SEAL))[:-1],
}


@pytest.mark.parametrize("name", WORSE)
def test_what_is_worse_ends_with_1(tmp_path: Path, name: str) -> None:
    files = [str(write(tmp_path / f"{n}.jsonl", each)) for n, each in (("old", of(check(SEAL))), ("new", WORSE[name]))]
    assert main(["diff", *files]) == 1
    assert main(["diff", *files[::-1]]) == 0


def test_shards_become_one_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What one left out another reported; of two outcomes of one check the red one counts."""
    one = write(
        tmp_path / "one.jsonl", of(check(SEAL), check(HEALTH, Verdict.UNKNOWN, text="x"), missing=(DNS,), exit=1)
    )
    two = write(tmp_path / "two.jsonl", of(check(HEALTH), check(DNS), head=other()))
    assert main(["merge", str(one), str(two), "--format=json", f"--record={tmp_path}/all.jsonl"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["complete"], document["exit"], document["missing"]) == (True, 1, [])
    assert {each["id"]: each["verdict"] for each in document["checks"]} == {
        SEAL: "passed",
        HEALTH: "unknown",
        DNS: "passed",
    }
    assert main(["verify", f"{tmp_path}/all.jsonl"]) == 0
    assert main(["merge", str(one), str(two), f"--record={one}"]) == 4, "it would be gone"


def site(name: str, lines: list[AnyLine]) -> list[AnyLine]:
    head = run().model_copy(update={"env": name, "against": run().against.model_copy(update={"identity": {"h": name}})})
    return [head, *lines[1:]]


def test_sites_become_one_report_and_a_missing_one_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [
        str(write(tmp_path / f"{n}.jsonl", site(n, ls))) for n, ls in (("prod", every_verdict()), ("stage", green()))
    ]
    assert main(["merge", *files, "--expect=prod,stage,recovery"]) == 1
    assert capsys.readouterr().out == (GOLDEN / "merged.txt").read_text()
    assert main(["merge", files[1], str(tmp_path / "lost.jsonl"), "--format=json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["missing"] == [f"{tmp_path}/lost.jsonl"]
    assert main(["merge", files[1], "--expect=stage"]) == 0
    for name in FORMATS:
        assert main(["merge", *files, f"--format={name}"]) == 1
        assert "prod/vault" in capsys.readouterr().out, name


def test_two_platforms_of_one_environment_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heads = [
        run().model_copy(update={"against": run().against.model_copy(update={"identity": {"hostname": n}})})
        for n in "ab"
    ]
    files = [str(write(tmp_path / f"{n}.jsonl", of(check(SEAL), head=head))) for n, head in enumerate(heads)]
    assert main(["merge", *files, "--format=csv"]) == 0
    said = capsys.readouterr().out
    assert "vault.seal.open[lab@a/vault]" in said
    assert "vault.seal.open[lab@b/vault]" in said


def test_what_is_changed_or_killed_is_merged_and_red(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, changed = write(tmp_path / "good.jsonl", green()), write(tmp_path / "changed.jsonl", troubled())
    changed.write_bytes(changed.read_bytes().replace(b"after it", b"after me"))
    killed = write(tmp_path / "killed.jsonl", green()[:-1])
    for file, reason in ((changed, "the chain of hashes breaks here"), (killed, "its run was killed")):
        assert main(["merge", str(good), str(file)]) == 1
        assert reason in capsys.readouterr().out
    old = tmp_path / "old.jsonl"
    old.write_text('{"kind": "run", "format": 1}\n')
    assert main(["merge", str(good), str(old)]) == 1
    assert "its format is 1, this suite reads 2" in " ".join(capsys.readouterr().out.split())


def days(tmp_path: Path, words: str) -> None:
    """A run a day, a letter a verdict."""
    verdicts = {
        ".": Verdict.PASSED,
        "F": Verdict.FAILED,
        "U": Verdict.UNKNOWN,
        "B": Verdict.BLOCKED,
        "X": Verdict.FIXED,
    }
    for day, word in enumerate(words.split(), 1):
        at = f"2026-01-{day:02}T03:04:05.000+00:00"
        lines = [
            check(id, verdicts[sign], at=at, text="x")
            for id, sign in zip((SEAL, HEALTH, DNS, "a.b.c[d]"), word, strict=True)
            if sign != "-"
        ]
        head = run().model_copy(update={"at": at, "run": f"202601{day:02}T030405-abcdef"})
        write(tmp_path / f"202601{day:02}T030405-abcdef.jsonl", of(*lines, head=head))


def test_history_as_a_person_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    days(tmp_path, "FF.. .B.- F-.. .BF. FBU. XUF.")
    (tmp_path / "20260101T000000-abcdef.jsonl").write_text('{"kind": "run", "format": 1}\n')
    assert main(["history", str(tmp_path)]) == 0
    assert capsys.readouterr().out.replace(str(tmp_path), "DIR") == (GOLDEN / "history.txt").read_text()
    assert main(["history", str(tmp_path), "--last=2", "--all"]) == 0
    said = capsys.readouterr().out
    assert "a.b.c[d]" in said
    assert "left out" not in said


def test_no_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    days(tmp_path / "..", "")
    for words in ([str(tmp_path)], [str(tmp_path / "none")], [str(tmp_path), "--last=0"]):
        assert main(["history", *words]) == 4
    assert "there is no record in" in capsys.readouterr().err


def test_an_environment_is_its_records_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lab").mkdir()
    runs = tmp_path / "gbo-suite/lab/runs"
    runs.mkdir(parents=True)
    days(runs, ".... F...")
    assert main(["history", "lab"]) == 0
    assert main(["diff", "lab", "lab"]) == 0
    assert main(["nagios", "lab"]) == 2, "its newest"
    capsys.readouterr()
