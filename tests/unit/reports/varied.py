"""Records with every verdict, with every trouble beside them, and with texts that no output may take for its own."""

from __future__ import annotations

from fixtures.verdict.outcome import Verdict
from reports.line import (
    AnyLine,
    CollectedLine,
    EmptyLine,
    ErrorLine,
    ExemptionLine,
    FrameworkLine,
    LeftOutLine,
    RepairLine,
)
from reports.record import Record
from tests.unit.reports.written import AT, LEFT_OUT, attestation, check, end, run, statement, version

CAUSE = "vault.seal.open[vault]"
VERSIONS = (version(), version(None, "directory", "Zitadel"))
UNWRITTEN = LeftOutLine(at=AT, what="guide", ids=('16 safety "NEVER"',), why="no check of it yet", how="")
HOSTILE = (
    '<script>alert(1)</script> | ]]> & "quoted" \\ # SKIP * [x](http://evil.invalid) @all :boom: `tick`\n'
    "not ok 1 - injected\n...\nBail out!\n```\n# head\ngbo_check_red 0\n\u202e\x1b[31m" + "long " * 2000
)
"""One text for all formats; a record of ours would hold the last signs escaped, another's may not."""
MAPPED = FrameworkLine(
    id="house",
    title="House rules",
    controls={
        "1.1": ("containers.instance.running",),
        "1.2": ("vault.seal.open", "containers.instance.running"),
        "1.3": ("vault.health.active",),
        "1.4": ("tables.server.accepts", "dns.server.answers"),
        "1.5": ("llm.model.served",),
        "1.6": ("drive.bucket.exists", "dns.record.matches"),
        "1.7": ("dns.zone.valid",),
        "1.8": (),
        "1.9": (),
        "1.10": (),
        "2.1": (),
        "3.1": ("dns.server.answers",),
    },
)
"""Of the checks of `every_verdict`, some beside others."""


def every_verdict() -> list[AnyLine]:
    """One outcome a verdict."""
    red = {"severity": "critical", "declared": "environments/base.toml:12 (vault.servers.vault)"}
    empty = check("dns.record.matches[nothing]", title="A record is served.", text="[dns.records] is empty")
    outcomes: list[AnyLine] = [
        check(
            CAUSE, Verdict.FAILED, text="vault is not as declared\n  sealed: expected False, found True", **red
        ).model_copy(
            update={"remedies": ("vault.unseal",), "fix": "unseal it with three keys (`vault operator unseal`)."}
        ),
        check("vault.health.active[vault]", Verdict.BLOCKED, text=f"blocked by {CAUSE}", root=CAUSE),
        check(
            "tables.server.accepts[tables]",
            Verdict.UNKNOWN,
            text="tables: could not ask login: timed out",
            severity="high",
        ),
        check("drive.bucket.exists[drive]", Verdict.SKIPPED, text="this access cannot ask it"),
        check("proxy.site.served[chat]", Verdict.OFF, text="off here: no site yet"),
        check("llm.model.served[llm]", Verdict.WAIVED, text="no model\nwaived until 2999-01-01 by ops: it is known"),
        check("dns.server.answers[dns/udp]", Verdict.FLAKY, notes=("held only at attempt 2, 1.5 s late",), late=1.5),
        check(
            "containers.instance.running[meet]",
            Verdict.FIXED,
            notes=("fixed by containers.start",),
            applied="containers.start",
        ),
        check("containers.instance.running[dns]"),
        EmptyLine.model_validate(empty.model_dump(include=set(EmptyLine.model_fields) - {"kind", "verdict"})),
    ]
    said = [
        statement(name)
        for name in dict.fromkeys(line.check for line in outcomes if isinstance(line, type(check()) | EmptyLine))
    ]
    repair = RepairLine(
        at=AT, check=CAUSE, remedy="vault.unseal", state="planned", plan="1f0c2d3e4f5a", journal=None, text="three keys"
    )
    counts = {str(verdict): 1 for verdict in Verdict}
    return [
        run(),
        CollectedLine(at=AT, ids=("t.py::a",)),
        *said,
        *outcomes,
        *VERSIONS,
        LEFT_OUT,
        UNWRITTEN,
        repair,
        end(counts),
    ]


def mapped() -> list[AnyLine]:
    """A record with every verdict, mapped, and two attestations, of which one has ended."""
    first, *rest, last = every_verdict()
    return [first, MAPPED, *rest, attestation("house:2.1"), attestation("house:3.1", verdict="unknown"), last]


def troubled() -> list[AnyLine]:
    """A run whose only check passed, and which is red by what went wrong beside it."""
    return [
        run(),
        CollectedLine(at=AT, ids=("t.py::a", "t.py::b")),
        statement(),
        check(),
        ErrorLine(at=AT, test="t.py::a", phase="teardown", text="Traceback\nRuntimeError: after it"),
        ExemptionLine(at=AT, id="a.b.c[d]", owner="ops", why="it is known", until="2020-01-01", state="expired"),
        end({"passed": 1, "error": 1}, missing=("t.py::b",)),
    ]


def green() -> list[AnyLine]:
    """Nothing to say."""
    return [run(), statement(), check(), end({"passed": 1}, exit=0)]


def hostile() -> list[AnyLine]:
    """A failure and an error whose texts are hostile."""
    failed = check(verdict=Verdict.FAILED, text=HOSTILE, notes=(HOSTILE,), subject=HOSTILE, container=HOSTILE[:40])
    error = ErrorLine(at=AT, test=HOSTILE[:60], phase="call", text=HOSTILE)
    return [run("pytest", HOSTILE), statement(), failed, error, end({"failed": 1, "error": 1})]


def record(lines: list[AnyLine]) -> Record:
    """As it is read."""
    return Record(tuple(lines))
