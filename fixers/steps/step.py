"""What every step is: a change stated as data, that can be shown, done, and undone from what the journal holds."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from fixtures.questions import Place

if TYPE_CHECKING:
    from fixers.hands import Hands

__all__ = ["HOST", "Json", "Keep", "Place", "Step", "instance"]

Json = dict[str, Any]


class Keep(StrEnum):
    """What a kind of step keeps of the former state, so that it can go back."""

    NOTHING = "nothing"
    VALUE = "value"
    """The former value stands in the journal."""
    FILE = "file"
    TRANSACTION = "transaction"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True)
class Step(ABC):
    """One change.

    A step never holds a secret, only the place where the hands read it. Its fields are all of what it is: `data`
    goes to the journal and into the plan's id, and `fixers.steps.load` makes the same step of it again.

    Acting has two halves. `intend` only looks, and returns what the way back will need (a backup's name, the former
    value): it is on disk before `do` begins. So `undo` can be given an intent whose step was not begun, half done or
    done, and leaves the former state in each case; `do` can be repeated with the same intent.
    """

    kind: ClassVar[str]
    keeps: ClassVar[Keep] = Keep.NOTHING

    what: str

    @property
    @abstractmethod
    def touches(self) -> frozenset[Place]:
        """The places that are asked anew afterwards."""

    @abstractmethod
    def shown(self) -> str:
        """The command as a person would type it on the host, or what happens, in words."""

    @abstractmethod
    def script(self) -> list[str]:
        """The same as lines of a shell script that runs by itself on the host."""

    def way_back(self) -> str:
        """How it is undone, in words; empty when it cannot be."""
        return ""

    def data(self) -> Json:
        """Everything that is done and undone."""
        return {"kind": self.kind, **dataclasses.asdict(self)}

    def intend(self, hands: Hands) -> Json:
        """Look, change nothing, and return what `do` and `undo` need to know.

        Raises:
            StepFailed: it must not be begun.
            FactUnavailable: what it needs to know could not be asked.
        """
        return {}

    @abstractmethod
    def do(self, hands: Hands, intent: Json) -> Json:
        """Make the change; returns what it left, for people.

        Raises:
            StepFailed: it did not do what it says.
            FactUnavailable: the place could not be reached.
        """

    def undo(self, hands: Hands, intent: Json) -> str | None:
        """Take it back, however far it came; returns what was done, None when there was nothing to do.

        Raises:
            StepFailed: the way back failed.
            FactUnavailable: the place could not be reached.
        """
        return None


def instance(name: str) -> frozenset[Place]:
    """An instance as the only place."""
    return frozenset({Place("instance", name)})


HOST = frozenset({Place("host", "host")})
