"""What is sent: a status, a kind of content, and the content."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

PLAIN = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """`own_policy`: the page brings its content security policy itself."""

    status: HTTPStatus
    kind: str
    body: bytes
    own_policy: bool = False


def text(status: HTTPStatus, said: str) -> Answer:
    """A plain text."""
    return Answer(status, PLAIN, said.encode("utf-8", "backslashreplace"))
