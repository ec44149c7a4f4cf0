"""DriveMonitor's books in PostgreSQL: bots, drive_files, bot_configuration (made by the `tables` component)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lab.standins.botserver.drive import Object
from lab.standins.botserver.files import Kind
from lab.standins.database import Database


@dataclass(frozen=True)
class Row:
    """What the books say of one file."""

    etag: str | None
    indexed: bool
    fail_count: int


class Tracker:
    """Reads and writes the books, each call one transaction. All methods raise DatabaseDown."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def bots(self, names: Collection[str]) -> dict[str, str]:
        """Name to id of every active bot; bots of these names are added first."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO bots (name) SELECT name FROM unnest(%s::text[]) AS name"
                " WHERE name NOT IN (SELECT name FROM bots)",
                (sorted(names),),
            )
            rows = connection.execute("SELECT name, id::text FROM bots WHERE is_active ORDER BY name").fetchall()
        return {str(name): str(bot) for name, bot in rows}

    def files(self, bot: str) -> dict[str, Row]:
        """Path to row of every file of the bot."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT file_path, etag, indexed, fail_count FROM drive_files WHERE bot_id = %s", (bot,)
            ).fetchall()
        return {str(path): Row(etag, indexed, count) for path, etag, indexed, count in rows}  # type: ignore[arg-type]  # the columns' types

    def found(self, bot: str, path: str, kind: Kind, item: Object) -> None:
        """Note a new or changed file, not indexed yet."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO drive_files (bot_id, file_path, file_type, etag, last_modified, file_size)"
                " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (bot_id, file_path) DO UPDATE SET etag = excluded.etag,"
                " file_type = excluded.file_type, last_modified = excluded.last_modified,"
                " file_size = excluded.file_size, indexed = false, updated_at = now()",
                (bot, path, kind, item.etag, item.modified, item.size),
            )

    def done(self, bot: str, path: str) -> None:
        """Note that the file is worked in."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE drive_files SET indexed = true, fail_count = 0, updated_at = now()"
                " WHERE bot_id = %s AND file_path = %s",
                (bot, path),
            )

    def failed(self, bot: str, path: str) -> None:
        """Note that working the file in did not succeed."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE drive_files SET fail_count = fail_count + 1, last_failed_at = now(), updated_at = now()"
                " WHERE bot_id = %s AND file_path = %s",
                (bot, path),
            )

    def forget(self, bot: str, paths: Collection[str]) -> None:
        """Remove the rows of files that are gone."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM drive_files WHERE bot_id = %s AND file_path = ANY(%s)", (bot, sorted(paths))
            )

    def configure(self, bot: str, settings: Mapping[str, str]) -> None:
        """Write settings; those of earlier files stay, as in BotServer."""
        with self._database.transaction() as connection, connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO bot_configuration (bot_id, config_key, config_value) VALUES (%s, %s, %s)"
                " ON CONFLICT (bot_id, config_key) DO UPDATE SET config_value = excluded.config_value,"
                " updated_at = now()",
                [(bot, key, value) for key, value in settings.items()],
            )
