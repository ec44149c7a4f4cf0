"""The lines of a record, typed: everything that a run says, and nothing else, in the order in which it came.

`run` is first; `platform` says what is declared to be there; each `framework` which checks are evidence for which
controls; `collected` what would be asked; `statement` what a check says of itself, once, before its first outcome;
`check` and `empty` are outcomes; `error` is what went wrong around them; `version` what a service said that it is;
`repair` what `--fix` planned, did or refused; `exemption` each one of the site and whether it was used; `attestation`
what somebody vouches for; `left_out` what was not asked although the whole was asked for; `earlier` what changed since
the run before; `end` is last. Texts are masked before they are put into a line. The JSON Schema in
`docs/record.schema.json` is made from these classes.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from fixtures.expectations.site import approval
from fixtures.verdict.outcome import Verdict

FORMAT: Literal[3] = 3
"""What is written."""
READ = (2, FORMAT)
"""What is read: format 2 has no lines `version` and `left_out`, no `selected` of a run, no `approved_by`."""
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
    format: Literal[2, 3] = FORMAT
    run: str = Field(description="name of the run: its time and six random digits")
    env: str
    title: str
    protected: bool
    sites: tuple[str, ...] = Field((), description="of several platforms as one: their names, each before its things")
    who: Who
    where: Where
    suite: Suite
    against: Against
    selected: tuple[str, ...] | None = Field(
        None, description="words that left something out; empty: the whole suite; null: to be read off the command"
    )


class Instance(Part):
    """A container of the platform, as declared."""

    name: str
    service: str = Field(description="what runs in it, for people")
    addresses: tuple[str, ...] = Field(description="the one to connect to first")
    listens: tuple[str, ...] = Field(description="port, with /udp where it is not TCP")


class Published(Part):
    """A port that leads from outside to a container, as declared."""

    id: str = Field(description="port/protocol, behind the name of the address where one is given")
    container: str
    external: str
    protocol: str
    address: str = Field(description="where the outside reaches it; empty where that is not declared")


class PlatformLine(Line):
    """What the environment is made of, as declared; once, after `run`."""

    kind: Literal["platform"] = "platform"
    instances: tuple[Instance, ...]
    published: tuple[Published, ...]


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
    remedied: bool | None = Field(None, description="whether one of them is written; null where nobody noted it")
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
    found: str = Field("", description="what the check said before it was attempted")
    text: str


class VersionLine(Line):
    """Which version a service says that it is; written where the run makes a report that shows it."""

    kind: Literal["version"] = "version"
    container: str
    service: str = Field(description="what is declared to run there, by the name that people know it by")
    version: str | None = Field(description="in its own words; null where it says none, or could not be asked")
    asked: str = Field(description="how it was asked; empty where it is not known")
    text: str = Field(description="why it is not known; empty where it is")

    @property
    def id(self) -> str:
        """`vault: Vault`."""
        return f"{self.container}: {self.service}"


class LeftOutLine(Line):
    """What was not asked although the whole was asked for; written where the run makes a report that says it."""

    kind: Literal["left_out"] = "left_out"
    what: Literal["canary", "guide"] = Field(description="checks that nobody named, or statements without a check")
    ids: tuple[str, ...] = Field(description="of the checks with their things, or numbers and names of the statements")
    why: str
    how: str = Field(description="the command that asks it; empty where there is none")


class ExemptionLine(Line):
    """A failure that the site accepts for a time."""

    kind: Literal["exemption"] = "exemption"
    id: str
    owner: str
    approved_by: str | None = Field(None, description="who allowed it; null where nobody is named")
    why: str
    begins: str | None = Field(None, description="the first day; null where it is in force already")
    until: str
    state: Literal["used", "not needed", "not asked", "not begun", "expired"]

    @property
    def approval(self) -> str:
        """Who allowed it, in words."""
        return approval(self.approved_by)


class FrameworkLine(Line):
    """A control framework: which outcomes are evidence for which of its controls. Ids only, none of its words."""

    kind: Literal["framework"] = "framework"
    id: str
    title: str
    controls: dict[str, tuple[str, ...]] = Field(description="each of its controls to the checks that are evidence")


class AttestationLine(Line):
    """What somebody vouches for, where no machine can see."""

    kind: Literal["attestation"] = "attestation"
    controls: tuple[str, ...] = Field(description="FRAMEWORK:ID of each that it is evidence for")
    statement: str
    who: str
    when: str
    until: str
    verdict: Literal["attested", "unknown"] = Field(description="unknown: its time is over, or has not come")
    text: str = Field(description="what a person reads")

    @property
    def id(self) -> str:
        """How it is called: by its controls."""
        return ", ".join(self.controls)


class Bar(Part):
    """An older run, as short as can be."""

    run: str
    at: str
    red: int | None = Field(description="how many were not known to hold; null where the run has no end")
    complete: bool


class EarlierLine(Line):
    """The newest whole run that asked the same and is kept here, and what changed since; ids of outcomes.

    Written where the run makes an audit report, which is made of the record alone.
    """

    kind: Literal["earlier"] = "earlier"
    run: str
    began: str
    head: str = Field(description="hash of its record's last line")
    commit: str | None
    command: tuple[str, ...]
    broke: tuple[str, ...] = Field(description="red, and was not")
    healed: tuple[str, ...] = Field(description="holds, and was red")
    turned: tuple[str, ...] = Field(description="of another verdict, neither of these")
    still: int = Field(description="red in both")
    same: int = Field(description="of the same verdict, and not red")
    new: tuple[str, ...] = Field(description="not asked then")
    gone: tuple[str, ...] = Field(description="not asked this time")
    files: tuple[str, ...] = Field(description="expectation files that changed, came or went")
    versions: tuple[str, ...] | None = Field(
        None, description="services that say another version, each with both; null where one of the runs asked for none"
    )
    older: tuple[Bar, ...] = Field(description="the runs up to that one, the oldest first")


class EndLine(Line):
    """The last line; a record without one is of a run that was killed."""

    kind: Literal["end"] = "end"
    complete: bool = Field(description="everything collected was reported")
    exit: int
    missing: tuple[str, ...] = Field(description="tests that were collected and not reported")
    counts: dict[str, int]
    seconds: float


AnyLine = (
    RunLine
    | FrameworkLine
    | PlatformLine
    | CollectedLine
    | StatementLine
    | CheckLine
    | EmptyLine
    | ErrorLine
    | RepairLine
    | VersionLine
    | LeftOutLine
    | ExemptionLine
    | AttestationLine
    | EarlierLine
    | EndLine
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
    name = {"$id": f"urn:gbo-suite:record:{FORMAT}", "title": "A line of a record", "$comment": f"format {FORMAT}"}
    return {"$schema": SCHEMA, **name, **made}
