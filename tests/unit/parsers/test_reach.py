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


@pytest.mark.parametrize(
    ("line", "dial"),
    [
        ("0 1 No such file or directory", "10.0.2.9:80"),  # pwndsh#2, coreos/bugs#599: a bash without /dev/tcp
        ("0 127 No such file or directory", "10.0.2.9:80"),  # wait-for-it#5: BusyBox' timeout before 1.30 wants -t
        ("0 127 command not found", "10.0.2.9:80"),
        ("0 126 Permission denied", "10.0.2.9:80"),
        ("0 127 curl: not found", "unix//run/a"),
    ],
)
def test_where_it_cannot_be_asked_nothing_is_known(line: str, dial: str) -> None:
    with pytest.raises(ValueError, match="cannot be asked there"):
        reach.parse(f"{line}\n", (dial,))


@pytest.mark.parametrize(
    ("line", "dial"),
    [
        ("0 1 Connection refused", "10.0.2.9:80"),
        ("0 1 No route to host", "10.0.2.9:80"),
        ("0 1 Name or service not known", "app:80"),
        ("0 1 Temporary failure in name resolution", "app:80"),
        ("0 7 Couldn't connect to server", "unix//run/a"),
    ],
)
def test_what_refuses_is_told(line: str, dial: str) -> None:
    assert reach.parse(f"{line}\n", (dial,))[dial] == reach.Reached(dial, False, line.split(" ", 2)[2])


def test_what_is_missing_is_no_answer() -> None:
    with pytest.raises(LookupError):
        reach.parse("", ("10.0.2.9:80",))
