"""Incus' streams: frames of any length arrive in any pieces, and which daemon is spoken to is never another."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.access.daemon import usual_socket
from fixtures.access.websocket import BINARY, CLOSE, CONTINUATION, LAST, TEXT, NoWebSocket, WebSocket, frame

SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
PING = bytes([LAST | 0x9, 9]) + b"keepalive"
END = bytes([LAST | TEXT, 0])
LENGTHS = (0, 1, 125, 126, 65535, 65536, 200_000)


def sent(data: bytes, kind: int = LAST | BINARY) -> bytes:
    """A frame as a server sends it."""
    size = len(data)
    if size < 126:
        return bytes([kind, size]) + data
    few = size < 1 << 16
    return bytes([kind, 126 if few else 127]) + size.to_bytes(2 if few else 8, "big") + data


def unmasked(written: bytes) -> bytes:
    """The data of a client's frame."""
    assert written[0] == LAST | BINARY
    assert written[1] & 0x80
    size, start = written[1] & 0x7F, 2
    if size >= 126:
        start += 2 if size == 126 else 8
        size = int.from_bytes(written[2:start], "big")
    mask, data = written[start : start + 4], written[start + 4 :]
    assert len(data) == size
    return bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))


def opened(answer: bytes = SWITCHED) -> tuple[WebSocket, socket.socket]:
    here, there = socket.socketpair()
    here.settimeout(5)
    there.sendall(answer)
    return WebSocket(here, "/stream?secret=s"), there


def heard(stream: WebSocket) -> bytes:
    """All until its end; `select` is spared, for every piece is there or comes at once."""
    found = bytearray()
    while (chunk := stream.read()) is not None:
        found += chunk
    return bytes(found)


@pytest.mark.parametrize("size", LENGTHS)
def test_what_is_written_is_masked_and_whole(size: int) -> None:
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert unmasked(frame(data)) == data


@pytest.mark.parametrize("size", LENGTHS)
def test_what_is_read_is_whole(size: int) -> None:
    stream, there = opened()
    data = b"ab" * (size // 2) + b"c" * (size % 2)
    sender = threading.Thread(target=lambda: there.sendall(PING + sent(data) + PING + END))
    sender.start()
    assert heard(stream) == data
    sender.join()


@given(st.lists(st.binary(max_size=300), max_size=6), st.integers(1, 40))
def test_pieces_do_not_matter(messages: list[bytes], step: int) -> None:
    stream, there = opened(SWITCHED + PING)
    whole = b"".join(sent(each, BINARY) + sent(each, LAST | CONTINUATION) + PING for each in messages) + END
    found = bytearray()
    for start in range(0, len(whole), step):
        there.sendall(whole[start : start + step])
        found += stream.read() or b""
    assert bytes(found) == b"".join(each * 2 for each in messages)
    assert stream.read() is None
    stream.close()
    there.close()


def test_what_came_with_the_head_is_not_lost() -> None:
    stream, there = opened(SWITCHED + sent(b"early"))
    there.close()
    assert heard(stream) == b"early"


@pytest.mark.parametrize("end", [END, bytes([LAST | CLOSE, 0]), b""], ids=["no more", "close", "hung up"])
def test_the_end(end: bytes) -> None:
    stream, there = opened()
    there.sendall(sent(b"last words") + end)
    if not end:
        there.close()
    assert heard(stream) == b"last words"


def test_a_connection_that_lasts_is_told_from_one_that_is_gone() -> None:
    stream, there = opened()
    there.sendall(PING * 3)
    assert not stream.hung_up()
    there.sendall(PING)
    there.close()
    assert stream.hung_up()


@pytest.mark.parametrize("answer", [b"HTTP/1.1 403 Forbidden\r\n\r\n", b"HTTP/1.1 404 Not Found\r\nA: b\r\n\r\n{}"])
def test_a_refusal_is_quoted(answer: bytes) -> None:
    with pytest.raises(NoWebSocket, match=answer.split(b"\r\n")[0].decode()):
        opened(answer)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home without settings, and a folder with a socket."""
    for name in ("INCUS_SOCKET", "INCUS_DIR", "INCUS_CONF", "INCUS_REMOTE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)  # a socket's path may be short only
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("unix.socket")
        yield tmp_path


def remote(folder: Path, text: str) -> Path | None:
    config = folder / ".config/incus/config.yml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(text)
    return usual_socket((folder,))


def test_the_first_socket_there_is(folder: Path) -> None:
    assert usual_socket((folder / "none", folder)) == folder / "unix.socket"
    assert usual_socket((folder / "none",)) is None


@pytest.mark.parametrize("name", ["INCUS_SOCKET", "INCUS_DIR", "INCUS_CONF", "INCUS_REMOTE"])
def test_who_is_led_elsewhere_is_led_by_the_program(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "somewhere")
    assert usual_socket((folder,)) is None


@pytest.mark.parametrize("line", ["default-remote: prod", 'default-remote: "far"', "default-remote: local2"])
def test_another_remote_is_reached_by_the_program(folder: Path, line: str) -> None:
    assert remote(folder, f"{line}\nremotes: {{}}\n") is None


@pytest.mark.parametrize("line", ["default-remote: local", 'default-remote: "local"', "aliases: {}"])
def test_the_local_remote_is_this_machine(folder: Path, line: str) -> None:
    assert remote(folder, f"{line}\nremotes: {{}}\n") == folder / "unix.socket"
