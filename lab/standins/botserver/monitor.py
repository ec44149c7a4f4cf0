"""DriveMonitor: looks at every bot's bucket, keeps the books, works changed files in."""

from __future__ import annotations

import logging
import time
from typing import NoReturn

import psycopg

from lab.standins.botserver.basic import BasicError
from lab.standins.botserver.drive import Drive, DriveError, Object
from lab.standins.botserver.files import kind_of, settings_of
from lab.standins.botserver.knowledge import Knowledge, KnowledgeError, KnowledgeUnreachable
from lab.standins.botserver.suggestions import Suggestions, SuggestionsError
from lab.standins.botserver.tracker import Row, Tracker
from lab.standins.botserver.work import Work
from lab.standins.database import DatabaseDown
from lab.standins.logs import Changes

log = logging.getLogger(__name__)

FAIL_LIMIT = 5
"""A file that failed as often is passed over from then on, even when it changes."""
SUFFIX = ".gbai"


class Monitor:
    """One look after the other, `interval` seconds apart."""

    def __init__(
        self, tracker: Tracker, drive: Drive, work: Work, knowledge: Knowledge, suggestions: Suggestions
    ) -> None:
        self._tracker = tracker
        self._drive = drive
        self._work = work
        self._knowledge = knowledge
        self._suggestions = suggestions
        self._changes = Changes(log)
        self._skipped: set[str] = set()

    def run(self, interval: float) -> NoReturn:
        """Look for ever; a service that is down is said once, and tried again at the next look."""
        log.info("DriveMonitor: watching every %g s", interval)
        while True:
            try:
                self.look()
            except (DatabaseDown, psycopg.Error) as error:
                self._changes.trouble("DriveMonitor: database", str(error))
            except DriveError as error:
                self._changes.trouble("DriveMonitor: drive", str(error))
            else:
                self._changes.well("DriveMonitor: database")
                self._changes.well("DriveMonitor: drive")
            time.sleep(interval)

    def look(self) -> None:
        """Look at every bucket once. Raises DatabaseDown, psycopg.Error, DriveError."""
        buckets = {name for name in self._drive.buckets() if name.endswith(SUFFIX)}
        for bot, identity in self._tracker.bots([name.removesuffix(SUFFIX) for name in buckets]).items():
            self._suggest(identity)
            if bot + SUFFIX in buckets:
                self._changes.well(f"DriveMonitor: bucket {bot}{SUFFIX}")
                self._scan(bot, identity)
            else:
                self._changes.trouble(f"DriveMonitor: bucket {bot}{SUFFIX}", "does not exist")

    def _suggest(self, identity: str) -> None:
        try:
            self._suggestions.offer(identity)
        except SuggestionsError as error:
            self._changes.trouble("suggestions", str(error))
        else:
            self._changes.well("suggestions")

    def _scan(self, bot: str, identity: str) -> None:
        rows = self._tracker.files(identity)
        present: set[str] = set()
        for item in self._drive.objects(bot + SUFFIX):
            if not item.key.endswith("/"):
                path = f"{bot}{SUFFIX}/{item.key}"
                present.add(path)
                self._file(bot, identity, path, item, rows.get(path))
        if gone := rows.keys() - present:
            log.info("DriveMonitor: deleted in the bucket: %s", ", ".join(sorted(gone)))
            self._tracker.forget(identity, gone)

    def _file(self, bot: str, identity: str, path: str, item: Object, row: Row | None) -> None:
        if row is not None and row.fail_count >= FAIL_LIMIT:
            if path not in self._skipped:
                self._skipped.add(path)
                log.warning("DriveMonitor: Skipping %s - failed %s times", path, row.fail_count)
            return
        self._skipped.discard(path)
        kind, changed = kind_of(item.key), row is None or row.etag != item.etag
        if changed:
            if row is not None and row.indexed:
                log.info("DriveMonitor: ETag changed for %s, will reindex", path)
            self._tracker.found(identity, path, kind, item)
            log.info("DriveMonitor: Added/updated drive_files for: %s (%s)", path, kind)
        if not changed and row is not None and row.indexed and not (kind == "bas" and self._work.stale(path, item)):
            return
        fresh = changed or row is None or not row.indexed
        try:
            self._process(bot, identity, path, item, fresh=fresh)
        except KnowledgeUnreachable as error:
            self._changes.trouble("DriveMonitor: vector database", str(error))
        except (BasicError, KnowledgeError, UnicodeDecodeError) as error:
            log.error("DriveMonitor: failed to process %s: %s", path, error)  # noqa: TRY400 - the file's fault, not ours
            self._tracker.failed(identity, path)
        else:
            if fresh:
                self._tracker.done(identity, path)

    def _process(self, bot: str, identity: str, path: str, item: Object, *, fresh: bool) -> None:
        bucket = bot + SUFFIX
        match kind_of(item.key):
            case "bas":
                if fresh or not self._work.has(bot, item):
                    self._work.store(bot, item, self._drive.read(bucket, item.key))
                    log.info("DriveMonitor: Synced %s to work dir", item.key)
                if self._work.stale(path, item):
                    target = self._work.compile(bot, path, item)
                    log.info("BasicCompiler: compiled %s to %s", path, target)
            case "config":
                settings = settings_of(self._drive.read(bucket, item.key).decode())
                self._tracker.configure(identity, settings)
                log.info("DriveMonitor: Synced config of bot %s: %s keys", bot, len(settings))
            case "kb":
                count = self._knowledge.index(bot, path, self._drive.read(bucket, item.key))
                self._changes.well("DriveMonitor: vector database")
                log.info("DriveMonitor: Indexed %s chunks from %s", count, path)
            case "other":
                log.info("DriveMonitor: %s needs no work", path)
