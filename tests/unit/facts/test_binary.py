"""What keeps a program from running, read from what od, uname, ldd and getconf print."""

from __future__ import annotations

import pytest

from fixtures.facts.binary import parse_binary

X86 = " 7f 45 4c 46 02 01 01 00 00 00 00 00 00 00 00 00\n 03 00 3e 00\n"
ARM = X86.replace("3e 00", "b7 00")
NEWER = "./botserver: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.39' not found (required by ./botserver)\n"
MISSING = "\tlibssl.so.3 => /lib/libssl.so.3 (0x00007f)\n\tlibpq.so.5 => not found\n\tlibpq.so.5 => not found\n"


@pytest.mark.parametrize(
    ("header", "machine", "libraries", "faults"),
    [
        (X86, "x86_64", "\tstatically linked\n", ()),
        (X86, "x86_64", MISSING, ("the library libpq.so.5 is missing",)),
        (X86, "x86_64", NEWER, ("GLIBC_2.39 not found",)),
        (ARM, "x86_64", "\tnot a dynamic executable\n", ("it is built for aarch64, and this is x86_64",)),
        (" 23 21 2f 62 69 6e 2f 73 68 0a\n", "x86_64", "", ()),
        (" 3c 68 74 6d 6c\n", "x86_64", "", ("it is no program",)),
        ("", "x86_64", "", ("it is no program",)),
    ],
    ids=["static", "missing", "newer", "other", "script", "page", "empty"],
)
def test_what_keeps_it_from_running(header: str, machine: str, libraries: str, faults: tuple[str, ...]) -> None:
    found = parse_binary(header, machine, libraries, "glibc 2.36")
    assert tuple(each.removesuffix(": exec format error") for each in found.faults) == faults
