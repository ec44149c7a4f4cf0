"""The hands: the only code of the suite that changes anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from fixers.step import Command, Plan, Snapshot, Step, Unseal
from fixtures.access import Access
from fixtures.errors import SuiteError
from fixtures.facts.memory import Facts


class StepFailed(SuiteError):
    """A step did not do what it says; the text holds what the system said."""


@dataclass(frozen=True)
class Done:
    """A step that was carried out, and what it left behind for the way back."""

    step: Step
    left: str = ""


class Hands:
    """Carries out plans over the same access that facts are read through."""

    def __init__(self, access: Access, facts: Facts) -> None:
        self.access = access
        self.facts = facts

    def carry_out(self, plan: Plan) -> Iterator[Done]:
        """Do one step after the other, and say of each that it is done.

        Raises:
            StepFailed: a step failed; those after it were not begun.
            FactUnavailable: the container could not be reached.
        """
        for step in plan.steps:
            match step:
                case Command():
                    self._run(step.instance, step.argv, step.timeout)
                    yield Done(step)
                case Unseal():
                    self._unseal(step)
                    yield Done(step)
                case Snapshot():
                    yield Done(step, self._snapshot(step.instance))

    def undo(self, done: list[Done]) -> list[str]:
        """Take back what can be taken back, last first; returns what was undone.

        Raises:
            StepFailed: the way back failed as well.
        """
        undone = []
        for each in reversed(done):
            if isinstance(each.step, Command) and each.step.undo:
                self._run(each.step.instance, each.step.undo, each.step.timeout)
                undone.append(" ".join(each.step.undo))
        return undone

    def _run(self, instance: str, argv: tuple[str, ...], timeout: float) -> None:
        completed = self.access.channel(instance).run(argv, timeout=timeout)
        if completed.status:
            said = completed.stderr.decode(errors="replace").strip() or completed.text.strip()
            raise StepFailed(f"{' '.join(argv)} in {instance} ended with {completed.status}: {said}")

    def _snapshot(self, instance: str) -> str:
        name = f"pre-change-{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S}"
        completed = self.access.incus(["snapshot", "create", instance, name], timeout=60)
        if completed.status:
            said = completed.stderr.decode(errors="replace").strip()
            raise StepFailed(f"the snapshot {name} of {instance} was not made: {said}")
        return name

    def _unseal(self, step: Unseal) -> None:
        import hvac.exceptions
        import requests

        keys = self.facts.vault.unseal_keys(step.server)[: step.threshold]
        client = self.facts.vault.anonymous(step.server)
        try:  # keys that somebody gave before, wrong ones perhaps, would be counted with ours
            client.sys.submit_unseal_key(reset=True)
        except (hvac.exceptions.VaultError, requests.RequestException) as error:
            raise StepFailed(f"Vault does not forget the keys given before: {error}") from error
        for number, key in enumerate(keys, 1):
            try:
                sealed = client.sys.submit_unseal_key(key=key.value)["sealed"]
            except (hvac.exceptions.VaultError, requests.RequestException) as error:
                raise StepFailed(f"Vault refused key {number} of {len(keys)}: {error}") from error
            if not sealed:
                return
        raise StepFailed(f"Vault took {len(keys)} keys and is still sealed: the keys are not of this Vault")
