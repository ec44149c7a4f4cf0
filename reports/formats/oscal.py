"""OSCAL assessment results: an observation an outcome, a finding a statement and a control, what it was measured by.

Every UUID is made of the run's name, so that a record gives the same document each time.
Source: NIST OSCAL 1.2, assessment results model (JSON).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from fixtures.texts import many
from fixtures.verdict.outcome import Verdict
from reports.conclusion import conclusion, troubles
from reports.controls.oscal import Evidence
from reports.line import Asked, CheckLine, EmptyLine
from reports.oscal import Json, props, uuid
from reports.record import Record

VERSION = "1.2.1"


def render(record: Record) -> str:
    """One document with one result."""
    made = _Made(record)
    return json.dumps({"assessment-results": made.document()}, indent=2, ensure_ascii=False) + "\n"


class _Made:
    def __init__(self, record: Record) -> None:
        self.record = record
        self.last = record.end.at if record.end else record.lines[-1].at
        self.evidence = Evidence(record)

    def uuid(self, *of: str) -> str:
        return uuid(self.record, *of)

    def document(self) -> Json:
        run = self.record.run
        return {
            "uuid": self.uuid("document"),
            "metadata": {
                "title": f"Infrastructure of {run.env}",
                "last-modified": self.last,
                "version": run.run,
                "oscal-version": VERSION,
                "props": props({"suite-version": run.suite.version, "commit": run.suite.commit}),
                **self.evidence.people(),
            },
            "import-ap": {"href": f"#{self.uuid('expectations')}"},
            "results": [self.result()],
            "back-matter": {"resources": [self.expectations()]},
        }

    def expectations(self) -> Json:
        """What it was measured by: the files of expectations with their digests."""
        run = self.record.run
        files = [
            {"href": name, "hashes": [{"algorithm": "SHA-256", "value": digest}]}
            for name, digest in run.against.layers.items()
        ]
        return {
            "uuid": self.uuid("expectations"),
            "title": f"Expectations of {run.env} and the checks of the suite",
            "props": props({"commit": run.suite.commit, "dirty": run.suite.dirty, "command": _command(self.record)}),
            **({"rlinks": files} if files else {}),
        }

    def result(self) -> Json:
        record, run = self.record, self.record.run
        observations = [self.observation(line) for line in record.outcomes.values()]
        observations += self.evidence.observations()
        findings = [*self.findings(), *self.evidence.findings()]
        red = [f"{each.kind}: {each.name}: {each.text}" for each in troubles(record)]
        about: dict[str, object] = {
            "complete": record.complete,
            "exit": record.end and record.end.exit,
            "host": run.where.host,
        }
        attestations = list(self.evidence.attestations())
        who = {"operator": run.who.sudo_user or run.who.user, "environment": run.env}
        return {
            "uuid": self.uuid("result"),
            "title": conclusion(record),
            "description": f"{many(len(record.checks), 'outcome')} of {_command(record)}",
            "start": run.at,
            **({"end": record.end.at} if record.end else {}),
            "props": props(about | who | {f"count-{word}": count for word, count in record.counts.items()}),
            "local-definitions": {"components": self.components()},
            "reviewed-controls": {
                "control-selections": [
                    {"description": "every statement that the run selected", "include-all": {}},
                    *self.evidence.selections(),
                ]
            },
            **({"attestations": attestations} if attestations else {}),
            **({"observations": observations} if observations else {}),
            **({"findings": findings} if findings else {}),
            **({"remarks": "\n\n".join(red)} if red else {}),
        }

    def components(self) -> list[Json]:
        """Each container that an outcome is of, and the environment itself."""
        names = dict.fromkeys([self.record.run.env, *(line.container for line in self.record.outcomes.values())])
        return [
            {
                "uuid": self.uuid("component", name),
                "type": "system" if name == self.record.run.env else "service",
                "title": name,
                "description": f"{name} in {self.record.run.title}",
                **self.versions(name),
                "status": {"state": "operational"},
            }
            for name in names
        ]

    def versions(self, container: str) -> Json:
        """What its services said that they are, each a property of the standard's own name."""
        said = [each for each in self.record.versions if each.container == container and each.version]
        named = [{"name": "version", "value": each.version, "remarks": each.id} for each in said]
        return {"props": named} if named else {}

    def observation(self, line: CheckLine | EmptyLine) -> Json:
        told: dict[str, object] = {
            "check": line.check,
            "verdict": str(line.verdict),
            "severity": line.severity,
            "smoke": line.smoke,
            "controls": self.evidence.of_check(line.check),
        }
        more: Json = {}
        if isinstance(line, CheckLine):
            told |= {"root": line.root, "declared": line.declared, "applied": line.applied}
            more = {"relevant-evidence": [_evidence(each) for each in line.asked]} if line.asked else {}
        return {
            "uuid": self.uuid("observation", line.id),
            "title": line.id,
            "description": line.text.strip() or line.title,
            "props": props(told),
            "methods": ["TEST"],
            "types": ["control-objective"],
            "subjects": [{"subject-uuid": self.uuid("component", line.container), "type": "component"}],
            **more,
            "collected": line.at,
            **({"remarks": "\n".join(line.notes)} if line.notes else {}),
        }

    def findings(self) -> Iterator[Json]:
        """Of each statement that was asked, whether it is satisfied."""
        for check, said in self.record.statements.items():
            lines = [line for line in self.record.outcomes.values() if line.check == check]
            status = _status([line.verdict for line in lines])
            if status is None:
                continue
            yield {
                "uuid": self.uuid("finding", check),
                "title": lines[0].title,
                "description": said.why,
                "target": {"type": "objective-id", "target-id": check, "status": status},
                "related-observations": [{"observation-uuid": self.uuid("observation", line.id)} for line in lines],
                "remarks": f"Fix: {said.fix}\nSource: {said.source}",
            }


def _status(verdicts: list[Verdict]) -> Json | None:
    """None where nothing of the statement was asked here."""
    if Verdict.FAILED in verdicts:
        return {"state": "not-satisfied", "reason": "fail"}
    if {Verdict.UNKNOWN, Verdict.BLOCKED} & set(verdicts):
        return {"state": "not-satisfied", "reason": "other", "remarks": "it could not be asked of everything"}
    if Verdict.WAIVED in verdicts:
        return {"state": "not-satisfied", "reason": "other", "remarks": "it failed, with a live exemption"}
    if {Verdict.PASSED, Verdict.FLAKY, Verdict.FIXED} & set(verdicts):
        return {"state": "satisfied", "reason": "pass"}
    return None


def _evidence(asked: Asked) -> Json:
    where = {"where": asked.where, "at": asked.at, "seconds": asked.seconds, "credential": asked.credential}
    return {"description": asked.what or "asked", "props": props(where), "remarks": asked.answer or "(empty)"}


def _command(record: Record) -> str:
    return " ".join(record.run.suite.command)
