"""The control frameworks that the suite maps its checks to: the guide, those of others, what a site adds, its own.

`FRAMEWORK.toml` beside this file has a title, the ids of the controls (`"8.1..8.34"` is a range; without any, those
that are mapped) and, below `[checks]`, the checks of each. A framework's words are its publisher's: none stands here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from fixtures.errors import UserMistake
from fixtures.expectations import Attestation, Environment
from fixtures.mistakes.problems import suggest
from fixtures.verdict.register import every
from reports.guide import framework as guide
from reports.line import FrameworkLine

FOLDER = Path(__file__).parent
_RANGE = re.compile(r"(?P<before>.*?)(?P<first>\d+)\.\.(?P=before)(?P<last>\d+)")


class ControlsError(UserMistake):
    """A framework or an attestation that names what there is not."""


def published(folder: Path = FOLDER) -> list[FrameworkLine]:
    """The frameworks of others, by the names of their files.

    Raises:
        ControlsError: one maps a control that it does not have.
    """
    return [_read(file) for file in sorted(folder.glob("*.toml"))]


def shipped(env: Environment) -> list[FrameworkLine]:
    """The frameworks of the suite, in the order of their ids: the guide, as its checks name it, and those of others.

    Raises:
        ControlsError: one of others maps a control that it does not have.
        UnknownStatement: a check names what is not in the guide.
    """
    return sorted([guide.framework(env, every()), *published()], key=lambda line: line.id)


def frameworks(env: Environment) -> list[FrameworkLine]:
    """The frameworks of the suite with what the site adds, then the site's own.

    Raises:
        ControlsError: the site adds to a control that is not there, an own framework has no title, or an attestation
            is for no control.
    """
    found = {line.id: line for line in shipped(env)}
    for id, site in env.controls.items():
        here = found.get(id)
        if here is None and not site.title:
            raise ControlsError(f"controls.{id} is no framework of the suite and has no `title`; {suggest(id, found)}")
        if here is not None:
            _known(f"controls.{id}.checks", site.checks, here.controls)
        before = here.controls if here else {}
        added = {id: tuple(dict.fromkeys((*before.get(id, ()), *checks))) for id, checks in site.checks.items()}
        title = site.title or (here.title if here else "")
        found[id] = FrameworkLine(id=id, title=title, controls={**before, **added})
    every = {f"{line.id}:{control}": () for line in found.values() for control in line.controls}
    for attestation in env.attestations:
        _known(f"the attestation of {attestation.who}", attestation.controls, every)
    return list(found.values())


def attested(attestation: Attestation) -> str:
    """How an attestation is called: by its controls."""
    return ", ".join(attestation.controls)


def _read(file: Path) -> FrameworkLine:
    table = tomllib.loads(file.read_text("utf-8"))
    checks: dict[str, list[str]] = table["checks"]
    ids = [id for written in table.get("controls", checks) for id in expanded(written)]
    _known(file.name, checks, dict.fromkeys(ids))
    return FrameworkLine(id=file.stem, title=table["title"], controls={id: tuple(checks.get(id, ())) for id in ids})


def expanded(written: str) -> Iterator[str]:
    """The ids of a range, both ends included; an id is the range of itself."""
    if found := _RANGE.fullmatch(written):
        numbers = range(int(found["first"]), int(found["last"]) + 1)
        yield from (f"{found['before']}{number}" for number in numbers)
    else:
        yield written


def _known(where: str, named: Iterable[str], controls: Collection[str]) -> None:
    for id in named:
        if id not in controls:
            raise ControlsError(f"{where}: there is no control {id}; {suggest(id, controls)}")
