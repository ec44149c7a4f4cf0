"""`python -m reports serve DIR`: a folder of records in a browser, on loopback, and for monitors."""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from fixtures.errors import UserMistake
from reports.serving.routes import Site
from reports.serving.server import Server
from reports.verbs.base import SELECTION, Answer, Verb, chosen, folder
from reports.verbs.times import duration

PORT = 8790
OLDEST = "25h"
"""A run a day, and an hour for it."""


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="a folder of records or of ENV/runs, or an environment")
    parser.add_argument("--port", type=_port, default=PORT, help=f"on 127.0.0.1 (default {PORT}; 0: a free one)")
    parser.add_argument(
        "--older",
        metavar="TIME",
        type=duration,
        default=duration(OLDEST),
        help=f"/healthz is 503 where the newest run began longer ago: 90s, 90m, 2h, 1d (default {OLDEST})",
    )

    parser.add_argument("--selection", metavar="WORDS", type=chosen, default=(), help=SELECTION)


def _port(word: str) -> int:
    if not word.isdecimal() or int(word) > 65535:
        raise ArgumentTypeError(f"{word} is no port")
    return int(word)


def _run(asked: Namespace) -> Answer:
    """Until it is interrupted, or told to end."""
    place = folder(asked.folder)
    try:
        server = Server(Site(place, asked.older, asked.selection), asked.port)
    except OSError as error:
        raise UserMistake(
            f"port {asked.port} of 127.0.0.1 cannot be taken: {error.strerror}; name another by --port"
        ) from error
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with server:
        sys.stdout.write(f"{server.url} shows {place}, read only; Ctrl-C ends it\n")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return "", 0
    return "", 0


VERB = Verb("a folder of records in a browser and for monitors, on loopback, read only", _arguments, _run)
