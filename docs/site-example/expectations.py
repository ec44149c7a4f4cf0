"""What this site expects beyond the guide: the table `[site]` of `environments/NAME.local.toml`."""

from __future__ import annotations

from fixtures.expectations.model import Name, Subject
from fixtures.expectations.site import SiteExpectations
from fixtures.expectations.written import Key


class Backup(Subject):
    """A folder into which something is copied every so often."""

    name: Key
    folder: str
    hours: int = 24

    @property
    def id(self) -> str:
        """The container and the key."""
        return f"{self.container}:{self.name}"


class Site(SiteExpectations):
    """All of it."""

    backups: dict[Name, Backup] = {}
