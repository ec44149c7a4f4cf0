"""Suggestions in Valkey: the set `suggestions:{bot_id}:{session_id}`."""

from __future__ import annotations

import uuid

import valkey

TEXTS = ("Hello", "Help", "Opening hours")


class SuggestionsError(Exception):
    """Valkey does not answer, refuses, or holds something else under the key."""


class Suggestions:
    """Offers the start suggestions of each bot once a process."""

    def __init__(self, host: str, port: int, password: str) -> None:
        self._client = valkey.Valkey(
            host=host, port=port, password=password, socket_timeout=3, socket_connect_timeout=3
        )
        self._offered: set[str] = set()

    def offer(self, bot: str) -> None:
        """Add them, unless this process did. Raises SuggestionsError."""
        if bot in self._offered:
            return
        key = f"suggestions:{bot}:{uuid.uuid5(uuid.NAMESPACE_OID, bot)}"
        try:
            self._client.sadd(key, *TEXTS)
        except valkey.ValkeyError as error:
            raise SuggestionsError(f"{key}: {error}") from error
        self._offered.add(bot)
