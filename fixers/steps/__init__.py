"""The kinds of step, one file a kind. A step knows how it is shown, done and undone; the journal can make it again.

What a kind must prove is in `tests/unit/fixers/steps`: do, look, undo, look; killed between any two writes, then
undone and resumed.
"""

from __future__ import annotations

from typing import Any

from fixers.steps.access_token import AccessToken
from fixers.steps.command import Command
from fixers.steps.file_edit import FileEdit
from fixers.steps.http_request import HttpRequest
from fixers.steps.incus_config import IncusConfig
from fixers.steps.incus_state import IncusState
from fixers.steps.iptables_rule import IptablesRule
from fixers.steps.new_token import NewToken
from fixers.steps.renew_token import RenewToken
from fixers.steps.role_password import RolePassword
from fixers.steps.snapshot import Snapshot
from fixers.steps.sql import Sql
from fixers.steps.step import Json, Keep, Place, Step
from fixers.steps.unseal import Unseal

KINDS: dict[str, type[Step]] = {
    kind.kind: kind
    for kind in (
        *(AccessToken, Command, FileEdit, HttpRequest, IncusConfig, IncusState, IptablesRule),
        *(NewToken, RenewToken, RolePassword, Snapshot, Sql, Unseal),
    )
}

__all__ = [
    "KINDS",
    "AccessToken",
    "Command",
    "FileEdit",
    "HttpRequest",
    "IncusConfig",
    "IncusState",
    "IptablesRule",
    "Json",
    "Keep",
    "NewToken",
    "Place",
    "RenewToken",
    "RolePassword",
    "Snapshot",
    "Sql",
    "Step",
    "Unseal",
    "load",
]


def load(data: Json) -> Step:
    """The step that `Step.data` described, as the journal holds it.

    Raises:
        KeyError: a kind that this version does not know.
    """
    values = {key: _tuples(value) for key, value in data.items() if key != "kind"}
    kind: Any = KINDS[str(data["kind"])]
    step: Step = kind(**values)
    return step


def _tuples(value: object) -> object:
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value
