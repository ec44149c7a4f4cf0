"""The controls in OSCAL assessment results: a selection a framework, a finding a control, and what people vouch for.

A control's id is `FRAMEWORK-ID`, for a token of OSCAL has no colon. An attestation has an observation, which expires.
"""

from __future__ import annotations

from collections.abc import Iterator

from reports.controls.evidence import Control, controls, of_checks
from reports.line import AttestationLine
from reports.oscal import Json, props, uuid
from reports.record import Record

ROLE = "attester"
STATES = {"holds": ("satisfied", "pass"), "attested": ("satisfied", "other"), "failed": ("not-satisfied", "fail")}
"""Of a control to OSCAL's state and reason; every other one is not satisfied, for another reason."""


class Evidence:
    """What a record is evidence for."""

    def __init__(self, record: Record) -> None:
        self.record = record
        every = [each for framework in record.frameworks for each in controls(record, framework)]
        self.controls = [each for each in every if each.state not in ("not asked", "no check")]
        self._of_checks = of_checks(record.frameworks)

    def of_check(self, check: str) -> str:
        """The ids of the controls that a check is evidence for."""
        return " ".join(map(_token, self._of_checks.get(check, ())))

    def people(self) -> Json:
        """Roles and parties: who vouches for something."""
        names = dict.fromkeys(each.who for each in self.record.attestations)
        parties = [{"uuid": self._party(name), "type": "person", "name": name} for name in names]
        return {"roles": [{"id": ROLE, "title": "Vouches for it"}], "parties": parties} if parties else {}

    def selections(self) -> Iterator[Json]:
        """Of each framework the controls of which there is evidence."""
        for framework in self.record.frameworks:
            ids = [{"control-id": _token(each.name)} for each in self.controls if each.framework == framework.id]
            if ids:
                yield {"description": framework.title, "include-controls": ids}

    def findings(self) -> Iterator[Json]:
        """Of each control what its evidence comes to."""
        for each in self.controls:
            state, reason = STATES.get(each.state, ("not-satisfied", "other"))
            yield {
                "uuid": uuid(self.record, "finding", each.name),
                "title": f"{each.name}: {each.state}",
                "description": f"{each.held} of {each.asked} outcomes hold. Evidence for a part of the control only.",
                "target": {
                    "type": "objective-id",
                    "target-id": _token(each.name),
                    "status": {"state": state, "reason": reason, "remarks": each.state},
                },
                "related-observations": [{"observation-uuid": id} for id in self._observed(each)],
            }

    def attestations(self) -> Iterator[Json]:
        """What people vouch for, in their words."""
        for line in self.record.attestations:
            told = {"controls": " ".join(map(_token, line.controls)), "verdict": line.verdict}
            days = {"when": line.when, "until": line.until}
            yield {
                "responsible-parties": [{"role-id": ROLE, "party-uuids": [self._party(line.who)]}],
                "parts": [
                    {"name": "assertion", "title": line.id, "prose": line.statement, "props": props(told | days)}
                ],
            }

    def observations(self) -> Iterator[Json]:
        """An attestation as what findings are made of."""
        for line in self.record.attestations:
            yield {
                "uuid": self._attestation(line),
                "title": f"attested: {line.id}",
                "description": line.text,
                "props": props({"verdict": line.verdict, "who": line.who}),
                "methods": ["EXAMINE"],
                "types": ["control-objective"],
                "collected": f"{line.when}T00:00:00+00:00",
                "expires": f"{line.until}T23:59:59+00:00",
            }

    def _observed(self, control: Control) -> list[str]:
        return [
            *(uuid(self.record, "observation", line.id) for line in control.outcomes),
            *map(self._attestation, control.attestations),
        ]

    def _attestation(self, line: AttestationLine) -> str:
        return uuid(self.record, "attestation", line.id, line.who)

    def _party(self, name: str) -> str:
        return uuid(self.record, "party", name)


def _token(control: str) -> str:
    """A control's name in OSCAL's alphabet."""
    return control.replace(":", "-")
