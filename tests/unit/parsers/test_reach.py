"""Whether a connection is made: the script asked of sockets here, by bash itself."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from fixtures.parsers import reach


def asked(*dials: str) -> dict[str, reach.Reached]:
    done = subprocess.run(
        ["bash", "-c", reach.SCRIPT, "bash", *dials],
        env={"PATH": "/usr/bin:/bin", "UP": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    return reach.parse(done.stdout, dials)


@pytest.mark.process
def test_each_is_told_by_its_own(tmp_path: Path) -> None:
    path = tmp_path / "app.sock"
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_server(("127.0.0.1", 0)) as closed,
        socket.socket(socket.AF_UNIX) as unix,
    ):
        unix.bind(str(path))
        unix.listen()
        port, gone = server.getsockname()[1], closed.getsockname()[1]
        closed.close()
        local, dead = f"127.0.0.1:{port}", f"127.0.0.1:{gone}"
        there, missing = f"unix/{path}", f"unix/{tmp_path}/none.sock"
        found = asked(local, dead, f":{port}", f"{{env.UP}}:{port}", there, missing)
    assert all(found[each].accepted for each in (local, f":{port}", f"{{env.UP}}:{port}", there))
    assert found[dead].why == "Connection refused"
    assert not found[missing].accepted
    assert str(found[dead]) == f"{dead}: Connection refused"


def test_silence_is_told() -> None:
    assert reach.parse("0 124 \n", ("10.0.2.9:80",))["10.0.2.9:80"].why == "no answer in 3 s"
    assert reach.parse("0 127 curl: not found\n", ("unix//run/a",))["unix//run/a"].why == "curl: not found"


def test_what_is_missing_is_no_answer() -> None:
    with pytest.raises(LookupError):
        reach.parse("", ("10.0.2.9:80",))
