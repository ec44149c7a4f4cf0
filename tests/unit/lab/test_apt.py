"""The private apt source is derived from the machine's own, in both notations, and never contains anything else."""

from pathlib import Path

import pytest

from fixtures.errors import UserMistake
from lab.machine.apt import Source, configured, with_backports

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"

DEB822 = """\
# comment
Types: deb deb-src
URIs: http://mirror.example/debian http://second.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /etc/apt/keyrings/own.gpg

Types: deb
Enabled: no
URIs: http://off.example/debian
Suites: bookworm
Components: main

Types: deb
URIs: http://other.example
Suites: nodistro
Components: main
"""
ONE_LINE = """\
# deb http://comment.example/debian bookworm main
deb [arch=amd64 signed-by=/etc/apt/keyrings/own.gpg] http://mirror.example/debian bookworm main contrib
deb-src http://mirror.example/debian bookworm main
deb http://mirror.example/security bookworm-security main
deb http://other.example/x stable main
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources.list.d").mkdir()
    return tmp_path


def test_deb822(folder: Path) -> None:
    (folder / "sources.list.d/debian.sources").write_text(DEB822)
    own = "/etc/apt/keyrings/own.gpg"
    assert configured(folder) == [
        Source("http://mirror.example/debian", "bookworm", own),
        Source("http://mirror.example/debian", "bookworm-updates", own),
        Source("http://second.example/debian", "bookworm", own),
        Source("http://second.example/debian", "bookworm-updates", own),
    ]


def test_one_line(folder: Path) -> None:
    (folder / "sources.list").write_text(ONE_LINE)
    assert configured(folder) == [
        Source("http://mirror.example/debian", "bookworm", "/etc/apt/keyrings/own.gpg"),
        Source("http://mirror.example/security", "bookworm-security", KEYRING),
    ]


def test_disabled_files_do_not_count(folder: Path) -> None:
    (folder / "sources.list.d/debian.sources.disabled").write_text(DEB822)
    with pytest.raises(UserMistake, match="no source for Debian 12"):
        configured(folder)


def test_backports_come_from_the_archive_of_the_release() -> None:
    main = Source("http://mirror.example/debian", "bookworm", KEYRING)
    security = Source("http://mirror.example/security", "bookworm-security", KEYRING)
    assert with_backports([security, main]) == [
        security,
        main,
        Source("http://mirror.example/debian", "bookworm-backports", KEYRING),
    ]
    assert main.line == f"deb [signed-by={KEYRING}] http://mirror.example/debian bookworm main"
