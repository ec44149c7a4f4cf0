"""Disks, kills and programs, as real containers tell of them."""

from __future__ import annotations

import pytest

from fixtures.parsers.vitals import FileSystem, Program, parse_disks, parse_kills, parse_programs

GIB = 1 << 30
BTRFS = "4096 7864320 7379016 0 0 533c9469d41ca0ba /"
V1 = "/sys/fs/cgroup/memory"
V2 = "/sys/fs/cgroup"


def test_places_of_one_file_system_are_told_once() -> None:
    root, tmp = parse_disks(f"{BTRFS}\n{BTRFS}opt/gbo logs\n4096 256 0 1000 0 7 /tmp")
    assert (root.place, root.size, root.inodes) == ("/", 30 * GIB, 0)
    assert str(tmp) == "/tmp: 0 of 1 MiB free"


@pytest.mark.parametrize("text", ["", "4096 - - 0 0 7 /", "stat: cannot read"])
def test_what_is_no_file_system(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_disks(text)


@pytest.mark.parametrize(
    ("size", "free", "inodes", "inodes_free", "lacks"),
    [
        (30 * GIB, 28 * GIB, 0, 0, False),  # btrfs counts no inodes
        (30 * GIB, 28 * GIB, 24, 0, True),
        (10_000 * GIB, 200 * GIB, 0, 0, False),  # 2 %, and room enough
        (20 * GIB, GIB // 2, 0, 0, True),
        (GIB // 16, GIB // 17, 100, 90, False),  # small, and nearly empty
        (100 * GIB, 50 * GIB, 16_000_000, 640_000, False),
    ],
)
def test_room(size: int, free: int, inodes: int, inodes_free: int, lacks: bool) -> None:
    assert FileSystem("/", size, free, inodes, inodes_free).lacks_room(0.05, 5 * GIB) == lacks


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((f"{V1}/memory.oom_control:oom_kill 0",), ()),
        (
            (
                f"{V1}/memory.oom_control:oom_kill 0",
                f"{V1}/system.slice/botserver.service/memory.oom_control:oom_kill 2",
                f"{V1}/system.slice/system-x.slice/x@1.service/memory.oom_control:oom_kill 1",
            ),
            ("botserver.service: 2", "x@1.service: 1"),
        ),
        ((f"{V1}/memory.oom_control:oom_kill 3",), ("the container's own limit: 3",)),
        (
            (f"{V2}/system.slice/llama.service/memory.events.local:oom_kill 1", f"{V2}/memory.events:oom_kill 3"),
            ("llama.service: 1", "what has ended since: 2"),
        ),
        ((f"{V2}/memory.events:oom_kill 0",), ()),
    ],
)
def test_kills(lines: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert parse_kills("\n".join(lines)) == found


PROGRAMS = """\
/opt/gbo/bin/botserver (deleted)
9:name=systemd:/system.slice/botserver.service
/opt/gbo/bin/botserver (deleted)
9:name=systemd:/system.slice/botserver.service
/memfd:runc (deleted)
0::/system.slice/docker.service
/usr/bin/with blank (deleted)
0::/system.slice/system-postgresql.slice/postgresql@15-main.service
/usr/bin/sleep (deleted)

"""


def test_programs() -> None:
    assert parse_programs(PROGRAMS) == (
        Program("botserver.service", "/opt/gbo/bin/botserver"),
        Program("postgresql@15-main.service", "/usr/bin/with blank"),
    )
