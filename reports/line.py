"""The lines of a record, typed: everything that a run says, and nothing else, in the order in which it came.

`run` is first; `collected` says what would be asked; `statement` what a check says of itself, once, before its first
outcome; `check` and `empty` are outcomes; `error` is what went wrong around them; `repair` what `--fix` planned, did
or refused; `exemption` each one of the site and whether it was used; `end` is last. Texts are masked before they are
put into a line. The JSON Schema in `docs/record.schema.json` is made from these classes.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from fixtures.verdict.outcome import Verdict

FORMAT: Literal[2] = 2
SCHEMA = "https://json-schema.org/draft/2020-12/schema"


def now() -> str:
    """The present time in UTC, ISO 8601 with milliseconds."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


class Part(BaseModel):
    """A frozen part of a line."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Line(Part):
    """What every line has."""

    at: str = Field(default_factory=now, description="when it was written, UTC, ISO 8601")


class Who(Part):
    """The person that ran it, as the machine knows them."""

    user: str
    uid: int
    sudo_user: str | None = Field(description="who became `user` by sudo")


class Where(Part):
    """From where it was asked."""

    host: str
    system: str
    access: str = Field(description="kind of access to Incus")
    project: str


class Suite(Part):
    """What asked."""

    version: str
    commit: str | None = Field(description="null where the suite is no git checkout that can be read")
    dirty: bool | None = Field(description="whether files differ from the commit")
    python: str
    pytest: str
    command: tuple[str, ...] = Field(description="as it was typed, secrets masked")
    folder: str


class Against(Part):
    """What it was measured by."""

    layers: dict[str, str] = Field(description="expectation file to its SHA-256")
    variables: tuple[str, ...] = Field(description="names of the INFRA_* variables that were set")
    identity: dict[str, str] = Field(description="what proved the machine to be the environment, as found")


class RunLine(Line):
    """The first line."""

    kind: Literal["run"] = "run"
    format: Literal[2] = FORMAT
    run: str = Field(description="name of the run: its time and six random digits")
    env: str
    title: str
    protected: bool
    who: Who
    where: Where
    suite: Suite
    against: Against


class CollectedLine(Line):
    """Every test of the run; several lines where several processes collect: the last one holds all."""

    kind: Literal["collected"] = "collected"
    ids: tuple[str, ...]


class StatementLine(Line):
    """What a check says of itself; outcomes refer to it by `check`."""

    kind: Literal["statement"] = "statement"
    check: str
    why: str
    fix: str
    source: str
    severity: str = Field(description="the check's own; an outcome has the site's")


class DifferenceOf(Part):
    """One field that is not as declared."""

    field: str
    expected: str
    found: str


class Asked(Part):
    """One question as a person would type it, and what came, shortened."""

    what: str
    where: str
    at: str
    seconds: float
    credential: str | None = Field(description="by name, never the value")
    answer: str


class OutcomeLine(Line):
    """What outcomes of both kinds have."""

    id: str = Field(description="check[subject]")
    check: str
    room: str
    container: str
    subject: str
    title: str
    severity: str
    smoke: bool
    selected: bool = Field(True, description="false: asked only because others stand on it")
    text: str = Field(description="what a person reads; empty where it holds")
    notes: tuple[str, ...] = ()


class CheckLine(OutcomeLine):
    """The outcome of a check on one thing."""

    kind: Literal["check"] = "check"
    verdict: Verdict
    key: str = Field(description="key of the expectation that declares the thing; empty where none does")
    declared: str = Field("", description="file:line (key) that declares the thing, of what is not green")
    fix: str = Field("", description="of what failed: the statement's, with the names of the thing, fit to be pasted")
    needs: tuple[str, ...] = Field((), description="ids of its nearest prerequisites")
    root: str | None = Field(None, description="id of the cause that blocks it")
    differences: tuple[DifferenceOf, ...] = ()
    expected: dict[str, Any] = Field({}, description="each field as declared, of a pass too")
    found: dict[str, Any] = Field({}, description="each field as found, of a pass too")
    asked: tuple[Asked, ...] = ()
    seconds: float
    attempts: int = 1
    late: float | None = Field(None, description="seconds after the first question until it held")
    remedies: tuple[str, ...] = Field((), description="ids of the remedies and advices that fit what was found")
    applied: str | None = Field(None, description="id of the remedy that was applied")


class EmptyLine(OutcomeLine):
    """A check that has nothing to be asked of."""

    kind: Literal["empty"] = "empty"
    verdict: Literal[Verdict.EMPTY] = Verdict.EMPTY


class ErrorLine(Line):
    """What went wrong around the checks: red, whatever else came."""

    kind: Literal["error"] = "error"
    test: str = Field(description="pytest's id of the test or file; empty for an error of pytest itself")
    phase: str = Field(description="collect, setup, call, teardown, worker, internal or output")
    text: str


class RepairLine(Line):
    """One thing that repairing did, or would not do."""

    kind: Literal["repair"] = "repair"
    check: str = Field(description="id of the cause")
    remedy: str
    state: Literal["planned", "advised", "refused", "fixed", "failed"]
    plan: str | None
    journal: str | None = Field(description="hash of the attempt's line in the journal")
    steps: tuple[str, ...] = ()
    text: str


class ExemptionLine(Line):
    """A failure that the site accepts for a time."""

    kind: Literal["exemption"] = "exemption"
    id: str
    owner: str
    why: str
    until: str
    state: Literal["used", "not needed", "not asked", "not begun", "expired"]


class EndLine(Line):
    """The last line; a record without one is of a run that was killed."""

    kind: Literal["end"] = "end"
    complete: bool = Field(description="everything collected was reported")
    exit: int
    missing: tuple[str, ...] = Field(description="tests that were collected and not reported")
    counts: dict[str, int]
    seconds: float


AnyLine = (
    RunLine | CollectedLine | StatementLine | CheckLine | EmptyLine | ErrorLine | RepairLine | ExemptionLine | EndLine
)


@functools.cache
def lines() -> TypeAdapter[AnyLine]:
    """Reads any line; made at its first use."""
    return TypeAdapter(Annotated[AnyLine, Field(discriminator="kind")])


def schema() -> dict[str, Any]:
    """The JSON Schema of one line of a record file, the two hashes of the chain included."""
    made = lines().json_schema(mode="serialization")
    sha256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    for name, definition in made["$defs"].items():
        if name.endswith("Line"):
            definition["properties"] |= {"before": sha256, "hash": sha256}
            definition["required"] = [*definition.get("required", ()), "before", "hash"]
    return {"$schema": SCHEMA, "title": "A line of a record", "$comment": f"format {FORMAT}", **made}
