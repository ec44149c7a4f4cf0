"""What keeps a program from running: of real ELF files, and of what ldd prints."""

from __future__ import annotations

import io
import platform
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from fixtures.access.process import Completed
from fixtures.facts.binary import BinaryFacts, faults
from fixtures.facts.remote_file import BLOCK, RemoteFile
from fixtures.parsers.elf import Elf, parse_elf
from tests.unit.environments import environment

TRUE = Path("/bin/true").read_bytes()
LAB = environment()
HERE = platform.machine()
DYNAMIC = Elf("x86_64", "/lib64/ld-linux-x86-64.so.2", ("libc.so.6",), ("GLIBC_2.2.5", "GLIBC_2.34"))
STATIC = Elf("x86_64", None, (), ())
NEWER = "./botserver: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.39' not found (required by ./botserver)\n"
MISSING = "\tlibssl.so.3 => /lib/libssl.so.3 (0x00007f)\n\tlibpq.so.5 => not found\n\tlibpq.so.5 => not found\n"


@pytest.mark.parametrize(
    ("elf", "machine", "loader", "libraries", "found"),
    [
        (DYNAMIC, "x86_64", True, "", ()),
        (STATIC, "x86_64", True, "\tnot a dynamic executable\n", ()),
        (STATIC, "x86_64", True, "\tstatically linked\n", ()),
        (DYNAMIC, "x86_64", True, MISSING, ("the library libpq.so.5 is missing",)),
        (DYNAMIC, "x86_64", True, NEWER, ("GLIBC_2.39 not found",)),
        (Elf("aarch64", None, (), ()), "x86_64", True, "\tnot a dynamic executable\n", ("it is built for aarch64",)),
        (Elf("i686", None, (), ()), "x86_64", True, "\tnot a dynamic executable\n", ()),
        (DYNAMIC, "x86_64", False, "", ("its loader /lib64/ld-linux-x86-64.so.2 is missing",)),
        (Elf("x86_64", "/l", (), ("GLIBC_2.4", "GLIBC_2.39")), "x86_64", True, "", ("GLIBC_2.39 not found",)),
        (Elf("x86_64", "/l", (), ("GLIBC_2.39",)), "x86_64", True, NEWER, ("GLIBC_2.39 not found",)),
        (Elf("x86_64", "/l", (), ("GLIBC_PRIVATE",)), "x86_64", True, "", ()),
    ],
)
def test_what_keeps_it_from_running(
    elf: Elf, machine: str, loader: bool, libraries: str, found: tuple[str, ...]
) -> None:
    told = faults(elf, machine, "glibc 2.36", libraries, loader=loader)
    assert len(told) == len(found)
    assert all(each.startswith(wanted) for each, wanted in zip(told, found, strict=True))


def test_a_program_of_this_machine_is_read() -> None:
    elf = parse_elf(io.BytesIO(TRUE))
    assert elf.runs_on(HERE)
    assert elf.interpreter
    assert Path(elf.interpreter).exists()
    assert "libc.so.6" in elf.needed
    assert elf.newer_than("2.0") == elf.versions
    assert elf.newer_than("99.0") == ()


@pytest.mark.parametrize("cut", [5, 20, 64, 200, 4096])
def test_a_damaged_one_is_said(cut: int) -> None:
    with pytest.raises(ValueError, match="a damaged ELF file"):
        parse_elf(io.BytesIO(TRUE[:cut]))


class Room:
    """Runs on this machine what is asked of a container."""

    def __init__(self, path: Path) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.env = SimpleNamespace(system=SimpleNamespace(binary=str(path)))

    def run(self, _container: str, *argv: str) -> Completed:
        self.asked.append(argv)
        done = subprocess.run(argv, capture_output=True, check=False)
        return Completed(argv, done.returncode, done.stdout, done.stderr)


class Local(Room, BinaryFacts):  # type: ignore[misc]  # only what is asked of them is there
    """The facts, on this machine."""


def told(path: Path) -> tuple[str, ...]:
    room: Any = Local(path)
    found: tuple[str, ...] = room.binary(LAB.botserver[0]).faults
    return found


@pytest.mark.process
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((b"", b""), None),
        ((b"GLIBC_2.34\0", b"GLIBC_2.99\0"), "GLIBC_2.99 not found"),
        ((b"libc.so.6\0", b"libz.so.9\0"), "the library libz.so.9 is missing"),
        (
            (b"/lib64/ld-linux-x86-64.so.2\0", b"/lib64/ld-musl-x86-64.so.1\0\0"),
            "its loader /lib64/ld-musl-x86-64.so.1",
        ),
        ((TRUE[:20], TRUE[:18] + b"\xb7\x00"), "it is built for aarch64"),
        ((TRUE[:4], b"<htm"), "it is no program"),
    ],
)
def test_a_real_program_is_judged_as_the_machine_does(
    tmp_path: Path, change: tuple[bytes, bytes], said: str | None
) -> None:
    program = tmp_path / "program"
    program.write_bytes(TRUE.replace(*change) if change[0] else TRUE)
    program.chmod(0o755)
    found = told(program)
    assert found[0].startswith(said) if found and said else found == (), found


def runs(program: Path) -> bool:
    try:
        return subprocess.run([program], capture_output=True, check=False).returncode == 0
    except OSError:  # the kernel, or the loader that is not there
        return False


@pytest.mark.process
def test_a_script_is_run_by_another(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\n:\n")
    program.chmod(0o755)
    assert told(program) == ()
    assert runs(program)


@pytest.mark.process
def test_one_that_is_not_there_or_may_not_be_run(tmp_path: Path) -> None:
    program = tmp_path / "program"
    assert told(program) == ("it does not exist",)
    program.write_bytes(TRUE)
    program.chmod(0o644)
    assert told(program) == ("nobody may run it (-rw-r--r--)",)


@pytest.mark.process
def test_only_what_is_looked_at_is_read(tmp_path: Path) -> None:
    content = bytes(range(256)) * (BLOCK // 64)
    (tmp_path / "file").write_bytes(content)
    room: Any = Room(tmp_path / "file")
    stream = RemoteFile(room, "system", str(tmp_path / "file"), len(content))
    assert stream.seek(0, io.SEEK_END) == len(content)
    assert stream.seek(BLOCK - 3) == BLOCK - 3
    assert stream.read(6) == content[BLOCK - 3 : BLOCK + 3]
    assert stream.tell() == BLOCK + 3
    assert len(room.asked) == 2
    assert stream.seek(-2, io.SEEK_CUR) == BLOCK + 1
    assert stream.read(0) == b""
    assert stream.read() == content[BLOCK + 1 :]
