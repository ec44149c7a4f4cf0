"""Files that are no TOML at all: one clear error with the file's name, quickly, and nothing else."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fixtures.environment import load
from fixtures.errors import ExpectationError
from tests.unit.expectations.site import LOCAL, build

BINARY: dict[str, tuple[bytes, str]] = {
    "latin_1": (b'# a\ntitle = "L\xe4b"\n', f"{LOCAL}:2: byte 14 is not UTF-8; save the file as UTF-8"),
    "utf_16": ("title = 'Lab'\n".encode("utf-16"), f"{LOCAL}:1: byte 0 is not UTF-8; save the file as UTF-8"),
    "bom": (
        b"\xef\xbb\xbftitle = 'Lab'\n",
        f"{LOCAL}:1: begins with a byte order mark; save it as UTF-8 without BOM",
    ),
    "nul": (b"title = 'Lab'\nx = '\0'\n", f"{LOCAL}:2: holds a NUL character; is it a TOML file?"),
    "huge": (b"#" * (10 * 1024 * 1024), f"{LOCAL}: has 10485760 bytes, 1048576 at most are read"),
    "long_line": (b"# " + b"x" * 1500, f"{LOCAL}:1: is a line of 1,502 characters, 1,000 at most are read; break it"),
    "nested_lists": (b"a = " + b"[\n" * 2000 + b"]" * 900, f"{LOCAL}: nests deeper than 12 levels"),
    "nested_keys": (b".".join([b"a"] * 400) + b" = 1", f"{LOCAL}: nests deeper than 12 levels"),
    "nested_tables": (b"[" + b".".join([b"a"] * 30) + b"]", f"{LOCAL}: nests deeper than 12 levels"),
    "huge_number": (b"protected = " + b"9" * 900, f"{LOCAL}:1: protected: is the number 9999"),
    "carriage_return": (b"title = 'Lab'\rx = 1", f"{LOCAL}:1: is not TOML"),
    "lone_surrogate": (b'title = "\\ud800"', f"{LOCAL}:1: is not TOML"),
    "random": (bytes(range(128, 256)) * 10, f"{LOCAL}:1: byte 0 is not UTF-8"),
}


@pytest.mark.parametrize("case", BINARY)
def test_content(case: str, tmp_path: Path) -> None:
    content, expected = BINARY[case]
    assert expected in _refusal(build(tmp_path, content))


def _folder(file: Path) -> None:
    file.mkdir()


def _loop(file: Path) -> None:
    file.symlink_to(file.name)


def _dangling(file: Path) -> None:
    file.symlink_to("nowhere.toml")


def _fifo(file: Path) -> None:
    os.mkfifo(file)


def _device(file: Path) -> None:
    file.symlink_to("/dev/zero")


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (_folder, "is a folder; put a TOML file there"),
        (_loop, "cannot be read: Too many levels of symbolic links; check the path and its rights"),
        (_dangling, "cannot be read: No such file or directory; check the path and its rights"),
        (_fifo, "is not a regular file; put a TOML file there"),
        (_device, "is not a regular file; put a TOML file there"),
    ],
)
def test_no_file(make: Callable[[Path], None], expected: str, tmp_path: Path) -> None:
    root = build(tmp_path)
    make(root / LOCAL)
    assert _refusal(root) == f"{LOCAL}: {expected}"


def test_all_unreadable_files_are_told_at_once(tmp_path: Path) -> None:
    root = build(tmp_path, b"= 1")
    (root / "environments/base.toml").write_bytes(b"\xff")
    (root / "environments/lab.toml").write_bytes(b"[")
    assert [line.partition(":")[0] for line in _refusal(root).splitlines()] == [
        "environments/base.toml",
        "environments/lab.toml",
        LOCAL,
    ]


@pytest.mark.parametrize("name", ["production", "base", "lab.local", "LAB", "", "../lab", "lab\0", "a" * 5000, "-x"])
def test_missing_environment_lists_those_there_are(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExpectationError, match="there is no environment") as caught:
        load(name, root=build(tmp_path), variables={})
    assert "lab" in str(caught.value)
    assert len(str(caught.value)) < 500


def test_no_folder_at_all(tmp_path: Path) -> None:
    with pytest.raises(ExpectationError, match="there are none"):
        load("lab", root=tmp_path, variables={})


@pytest.mark.slow
def test_long_keys_are_refused_quickly(tmp_path: Path) -> None:
    line = b".".join([b"a"] * 450)
    content = b"".join(b"%d.%s = 1\n" % (number, line) for number in range(400))
    started = time.monotonic()
    assert "nests deeper" in _refusal(build(tmp_path, content))
    assert time.monotonic() - started < 20


def _refusal(root: Path) -> str:
    with pytest.raises(ExpectationError) as caught:
        load("lab", root=root, variables={})
    return str(caught.value)
