"""What several components share: the text of a systemd unit, a question over HTTP."""

from __future__ import annotations

import base64
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.errors import LabError
from lab.instances.units import Watch

DATA = Path(__file__).parent / "data"
"""The components' own static files."""

TIMEOUT = 5.0
"""Seconds for one question over HTTP."""


def unit(
    title: str,
    command: str,
    *,
    log: str,
    user: str = "root",
    folder: str = "/",
    settings: str = "",
) -> bytes:
    """A service that starts at boot, comes back after a crash, and writes to `log`."""
    return f"""\
[Unit]
Description={title}
After=network.target
StartLimitIntervalSec=0

[Service]
User={user}
WorkingDirectory={folder}
{settings}ExecStart={command}
Restart=on-failure
RestartSec=2
TimeoutStopSec=10
LimitNOFILE=65536
StandardOutput=append:{log}
StandardError=inherit

[Install]
WantedBy=multi-user.target
""".encode()


@dataclass(frozen=True)
class Answer:
    """An answer over HTTP."""

    status: int
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def ask(
    url: str,
    *,
    method: str = "GET",
    content: object = None,
    login: tuple[str, str] | None = None,
) -> Answer:
    """The answer of a web service, whatever its status; `content` goes as JSON. Raises OSError without one."""
    request = urllib.request.Request(url, method=method)
    if content is not None:
        request.data = json.dumps(content).encode()
        request.add_header("Content-Type", "application/json")
    if login is not None:
        request.add_header("Authorization", f"Basic {base64.b64encode(':'.join(login).encode()).decode()}")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=TIMEOUT) as response:
            return Answer(response.status, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read())


def lacks(url: str, body: str | None = None) -> str | None:
    """None when `url` answers 200 (and exactly `body`, white space stripped), else what it does instead."""
    try:
        answer = ask(url)
    except OSError as error:
        return f"{url}: {error}"
    if answer.status != 200:
        return f"{url} answers {answer.status}"
    text = answer.body.decode(errors="replace").strip()
    if body is not None and text != body:
        return f"{url} answers {text[:80]!r}, not {body!r}"
    return None


def await_answer(lack: Callable[[], str | None], patience: float = 60, watch: Watch | None = None) -> None:
    """Return when nothing is lacking any more.

    Raises LabError at once when a unit that is watched has ended, with what is lacking after `patience` seconds.
    """
    deadline = time.monotonic() + patience
    while (missing := lack()) is not None:
        if watch is not None:
            watch.check()
        if time.monotonic() > deadline:
            raise LabError(f"not there after {patience:.0f} s: {missing}")
        time.sleep(0.5)
