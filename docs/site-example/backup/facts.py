"""Facts of the room `backup`."""

from __future__ import annotations

from dataclasses import dataclass

from fixtures.errors import FactUnavailable
from fixtures.facts.cache import fact
from fixtures.facts.room import RoomFacts
from tests_infra.site.expectations import Backup

NEWEST = 'newest=$(find "$1" -type f -printf "%T@\\n" | sort -n | tail -n 1); echo "${newest:-never} $(date +%s)"'


@dataclass(frozen=True)
class Copies:
    """The age of the newest file in hours; None where there is none."""

    hours: float | None


class BackupFacts(RoomFacts):
    """What lies in the folders."""

    @fact
    def copies(self, backup: Backup) -> Copies:
        """How old the newest file of a folder is.

        Raises:
            FactUnavailable: the folder cannot be looked into.
        """
        done = self.run(backup.container, "sh", "-c", NEWEST, "sh", backup.folder)
        newest, _, now = done.stdout.decode().partition(" ")
        if done.stderr:
            raise FactUnavailable(backup.container, backup.folder, done.complaint)
        return Copies(None if newest == "never" else (float(now) - float(newest)) / 3600)
