"""A new kind of thing is one class, and one field of its environment: names, keys, links and rules come from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest

from fixtures.environment.loader import read
from fixtures.errors import ExpectationError
from fixtures.expectations.containers import Container
from fixtures.expectations.listening import ListenerOf
from fixtures.expectations.model import Model, Name, Port, Subject
from fixtures.expectations.rules import AtMost, HostName, Link, Unique
from fixtures.expectations.tree import Table
from fixtures.expectations.written import Formerly, Key
from fixtures.mistakes.problems import Problem


class Printer(Subject):
    """A kind that the suite does not have."""

    name: Key
    port: Annotated[Port, ListenerOf(), Unique()]
    host: HostName | None = None
    trays: int = 2
    used: Annotated[int, AtMost("trays")] = 1
    spare: Annotated[Name | None, Link("Printer", "printer"), Formerly("substitute")] = None

    @classmethod
    def mistakes(cls, table: Table) -> Iterator[Problem]:
        """Its own substitute."""
        if table.get("spare") == table.key:
            yield table.problem("spare", "is {}, which is itself", "name another one")


class Site(Model):
    """An environment with one kind of thing besides its containers."""

    name: Name
    containers: dict[Name, Container]
    printers: dict[Name, Printer]


BASE = """\
[containers.office]
instance = "office"
service = "CUPS"
units.cups = {}
[containers.office.listeners."631"]
process = "cupsd"
unit = "cups"
[printers.one]
container = "office"
port = 631
substitute = "two"
"""
WRONG = """\
[printers.one]
spare = "tow"
used = 3
[printers.two]
container = "ofice"
port = 631
host = "Printer Two"
colour = true
spare = "two"
[printers.three]
container = "office"
port = 632
"""


def _site(root: Path, local: str) -> Site:
    folder = root / "environments"
    folder.mkdir()
    (folder / "base.toml").write_text(BASE)
    (folder / "shop.toml").write_text(local)
    return read(Site, "shop", root, {})[0]


def test_its_values_come_from_keys_and_former_words(tmp_path: Path) -> None:
    site = _site(tmp_path, '[containers.office.listeners."632"]\nprocess = "cupsd"\nheld_by = "cups"\n'
                           '[printers.two]\ncontainer = "office"\nport = 632\n')  # fmt: skip
    assert (site.printers["one"].name, site.printers["one"].spare) == ("one", "two")
    office = site.containers["office"]
    assert (office.listeners["631"].port, office.listeners["631"].held_by) == (631, "cups")
    assert {office.container, office.tmp.container, office.units["cups"].container} == {"office"}


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ExpectationError) as caught:
        _site(tmp_path, WRONG)
    assert str(caught.value) == (
        "the expectations of shop have 8 mistakes; nothing was connected to:\n"
        '  environments/shop.toml:2: printers.one.spare: is the text "tow", but no such printer is declared;'
        " did you mean two?\n"
        "  environments/shop.toml:3: printers.one.used: is 3, more than the 2 trays; expected at most the trays\n"
        '  environments/shop.toml:5: printers.two.container: is the text "ofice", but no such container is declared;'
        " did you mean office?\n"
        "  environments/shop.toml:6: printers.two.port: is the number 631, the same as that of printers.one;"
        " give each its own\n"
        '  environments/shop.toml:7: printers.two.host: is the text "Printer Two";'
        " expected a lower-case host name such as chat.domain.com, without scheme and port\n"
        "  environments/shop.toml:8: printers.two.colour: is no key here; there are: container, host, name, port,"
        " spare, trays, used\n"
        '  environments/shop.toml:9: printers.two.spare: is the text "two", which is itself; name another one\n'
        "  environments/shop.toml:12: printers.three.port: is the number 632, but office has no such listener;"
        " there are: 631"
    )
