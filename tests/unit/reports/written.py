"""A record with a line of every kind, as a run would write it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from fixtures.verdict.outcome import Verdict
from reports.line import (
    Against,
    AnyLine,
    Asked,
    AttestationLine,
    Bar,
    CheckLine,
    CollectedLine,
    DifferenceOf,
    EarlierLine,
    EmptyLine,
    EndLine,
    ErrorLine,
    ExemptionLine,
    FrameworkLine,
    Instance,
    LeftOutLine,
    PlatformLine,
    Published,
    RepairLine,
    RunLine,
    StatementLine,
    Suite,
    VersionLine,
    Where,
    Who,
)
from reports.recorder import Recorder
from reports.selection import selection

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
        selected=selection(command),
    )


def framework() -> FrameworkLine:
    """Of four controls, two with checks."""
    controls = {"1.1": ("vault.seal.open", "vault.health.active"), "1.2": (), "1.3": (), "2.1": ("dns.zone.valid",)}
    return FrameworkLine(at=AT, id="house", title="House rules", controls=controls)


def attestation(*controls: str, verdict: Literal["attested", "unknown"] = "attested") -> AttestationLine:
    """What somebody vouches for."""
    words = {"statement": "we looked at it", "who": "Ada", "when": "2026-01-01", "until": "2999-01-01"}
    return AttestationLine(at=AT, controls=controls, verdict=verdict, text="Ada: we looked at it", **words)


def earlier() -> EarlierLine:
    """What changed since the run before."""
    bars = (Bar(run="a", at=AT, red=None, complete=False), Bar(run="b", at=AT, red=3, complete=True))
    return EarlierLine(
        at=AT,
        run="b",
        began=AT,
        head="1" * 64,
        commit="0" * 40,
        command=("pytest",),
        broke=("vault.seal.open[vault]",),
        healed=("gone.for.good[x]",),
        turned=(),
        still=2,
        same=1234,
        new=(),
        gone=("gone.for.good[y]",),
        files=("environments/lab.toml",),
        versions=("vault: Vault: 1.2.2, 1.2.3 now",),
        older=bars,
    )


def platform(*names: str) -> PlatformLine:
    """What is declared to be there: the first two are published, each under a port of its own."""
    return PlatformLine(
        at=AT,
        instances=tuple(
            Instance(name=name, service=f"{name}d", addresses=(f"10.0.9.{10 + n}",), listens=(f"{8000 + n}", "53/udp"))
            for n, name in enumerate(names)
        ),
        published=tuple(
            Published(
                id=f"{8000 + n}/tcp", container=name, external=f"{8000 + n}", protocol="tcp", address="198.18.0.1"
            )
            for n, name in enumerate(names[:2])
        ),
    )


def version(number: str | None = "1.2.3", container: str = "vault", service: str = "Vault") -> VersionLine:
    """What a service said that it is, or that it says nothing."""
    text = "" if number else "it says none"
    return VersionLine(at=AT, container=container, service=service, version=number, asked="GET /version", text=text)


LEFT_OUT = LeftOutLine(
    at=AT, what="canary", ids=("llm.completion.works[tiny]",), why="it leaves a trace", how="pytest -m canary"
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
        platform("vault"),
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
        version(),
        LEFT_OUT,
        ExemptionLine(at=AT, id="a.b.c[d]", owner="ops", why="it is known", until="2999-01-01", state="not asked"),
        framework(),
        attestation("house:1.2"),
        earlier(),
        end({"failed": 1, "error": 1}),
    ]


def write(path: Path, lines: list[AnyLine]) -> Path:
    """Put them into a record file."""
    recorder = Recorder(path)
    for line in lines:
        recorder.add(line)
    recorder.close()
    return path
