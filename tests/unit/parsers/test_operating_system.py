"""os-release as systems write it, and what tells the architecture."""

from __future__ import annotations

import pytest

from fixtures.parsers.operating_system import System, is_release, parse_system

SID = 'PRETTY_NAME="Debian GNU/Linux forky/sid"\nNAME="Debian GNU/Linux"\nVERSION_CODENAME=forky\nID=debian\n'
ALMA = 'NAME="AlmaLinux"\nVERSION_ID="9.4"\nID="almalinux"\nID_LIKE="rhel centos fedora"\n'
OSMC = 'PRETTY_NAME="Open Source Media Center""\r\nVERSION="OSMC 12\r\nVERSION_ID="12"\r\nID=osmc\r\n'
FLATPAK = "PRETTY_NAME=Flatpak runtime 1.4 (Yocto)\nID=org.freedesktop.platform\nVERSION_ID=1.4\n"
TWICE = "# comment\nID=debian\nVERSION_ID='12'\nVERSION_ID=12.9\n"


@pytest.mark.parametrize(
    ("release", "system", "number", "name"),
    [
        (SID, "debian", None, "Debian GNU/Linux forky/sid"),
        (ALMA, "almalinux", "9.4", ""),
        (TWICE, "debian", "12.9", ""),
        (OSMC, "osmc", "12", "Open Source Media Center"),  # osmc#553: a quote too many, in the name for people
        (FLATPAK, "org.freedesktop.platform", "1.4", "Flatpak runtime 1.4 (Yocto)"),  # flatpak#629
        ("", "linux", None, ""),
    ],
)
def test_release(release: str, system: str, number: str | None, name: str) -> None:
    assert parse_system(release, "amd64\n", "glibc 2.36\n") == System(system, number, "amd64", "2.36", name)


@pytest.mark.parametrize(
    ("told", "architecture"),
    [
        ("i386", "i386"),
        ("x86_64 32", "i386"),
        ("x86_64 64", "amd64"),
        ("i686 32", "i386"),
        ("armv7l 32", "armhf"),
        ("armv8l 32", "armhf"),  # lxd#8395, opam#4462: 32 bits on a kernel of 64
        ("ppc64le 64", "ppc64el"),
        ("riscv64 64", "riscv64"),
        ("s390x 64", "s390x"),
    ],
)
def test_the_architecture_is_that_of_its_programs(told: str, architecture: str) -> None:
    assert parse_system(SID, f"{told}\n", "").architecture == architecture
    assert parse_system(SID, told, "").glibc is None  # musl: getconf knows no such variable


def test_what_is_not_written_for_a_shell() -> None:
    with pytest.raises(ValueError, match="No closing quotation"):
        parse_system('ID="debian\n', "amd64", "")


@pytest.mark.parametrize(
    ("found", "declared", "is_it"),
    [("12", "12", True), ("12.9", "12", True), ("12.9", "12.8", False), ("120", "12", False), ("12", "12.9", False)],
)
def test_a_major_release_is_each_of_its_point_releases(found: str, declared: str, is_it: bool) -> None:
    assert is_release(found, declared) == is_it
