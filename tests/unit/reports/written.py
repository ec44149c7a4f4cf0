"""A record with a line of every kind, as a run would write it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fixtures.verdict.outcome import Verdict
from reports.line import (
    Against,
    AnyLine,
    Asked,
    CheckLine,
    CollectedLine,
    DifferenceOf,
    EmptyLine,
    EndLine,
    ErrorLine,
    ExemptionLine,
    RepairLine,
    RunLine,
    StatementLine,
    Suite,
    Where,
    Who,
)
from reports.recorder import Recorder

AT = "2026-01-02T03:04:05.678+00:00"


def check(id: str = "vault.seal.open[vault]", verdict: Verdict = Verdict.PASSED, **more: Any) -> CheckLine:
    """An outcome."""
    name, _, subject = id.removesuffix("]").partition("[")
    given = {
        "at": AT,
        "id": id,
        "check": name,
        "room": name.partition(".")[0],
        "container": subject.partition(":")[0],
        "subject": subject,
        "title": "It is so.",
        "severity": "critical",
        "smoke": True,
        "text": "",
        "verdict": verdict,
        "key": f"things.{subject}",
        "seconds": 0.25,
    }
    return CheckLine.model_validate(given | more)


def statement(check: str = "vault.seal.open") -> StatementLine:
    """What a check says of itself."""
    why, fix = "sealed, it refuses every secret.", "unseal it with three keys."
    return StatementLine(at=AT, check=check, why=why, fix=fix, source="guide.", severity="critical")


def run(*command: str) -> RunLine:
    """The first line."""
    return RunLine(
        at=AT,
        run="20260102T030405-abcdef",
        env="lab",
        title="Lab",
        protected=False,
        who=Who(user="root", uid=0, sudo_user="alice"),
        where=Where(host="host", system="Linux 6", access="local", project="gbo-lab"),
        suite=Suite(
            version="0.1.0",
            commit="0" * 40,
            dirty=False,
            python="3.11.7",
            pytest="9.1.1",
            command=command or ("pytest", "--env=lab"),
            folder="/suite",
        ),
        against=Against(layers={"environments/base.toml": "0" * 64}, variables=(), identity={"hostname": "host"}),
    )


def end(counts: dict[str, int], *, exit: int = 1, missing: tuple[str, ...] = ()) -> EndLine:
    """The last line."""
    return EndLine(at=AT, complete=not missing, exit=exit, missing=missing, counts=counts, seconds=2.04)


def lines() -> list[AnyLine]:
    """One line of each kind, whole, from the first to the last."""
    asked = Asked(
        what="GET /v1/sys/seal-status", where="vault:8200", at=AT, seconds=0.004, credential=None, answer="{}"
    )
    return [
        run(),
        CollectedLine(at=AT, ids=("test_seal.py::test_seal[vault]", "test_x.py::test_x")),
        statement(),
        check(
            verdict=Verdict.FAILED,
            text="vault is not as declared",
            differences=(DifferenceOf(field="sealed", expected="False", found="True"),),
            asked=(asked,),
        ),
        EmptyLine.model_validate(
            check("dns.record.matches[nothing]").model_dump(include=set(EmptyLine.model_fields) - {"kind", "verdict"})
        ),
        ErrorLine(at=AT, test="test_x.py::test_x", phase="setup", text="RuntimeError: no"),
        RepairLine(
            at=AT,
            check="vault.seal.open[vault]",
            remedy="vault.unseal",
            state="refused",
            plan=None,
            journal=None,
            text="no",
        ),
        ExemptionLine(at=AT, id="a.b.c[d]", owner="ops", why="it is known", until="2999-01-01", state="not asked"),
        end({"failed": 1, "error": 1}),
    ]


def write(path: Path, lines: list[AnyLine]) -> Path:
    """Put them into a record file."""
    recorder = Recorder(path)
    for line in lines:
        recorder.add(line)
    recorder.close()
    return path
