"""resolv.conf: as glibc itself reads it, in a mount namespace of its own."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.parsers.resolv import parse

CASES = Path(__file__).parent / "golden" / "resolv"
GLIBC = r"""
import base64, ctypes, socket, sys
libc = ctypes.CDLL("libc.so.6")
for line in sys.stdin:
    open("/etc/resolv.conf", "wb").write(base64.b64decode(line))
    state = ctypes.create_string_buffer(1024)
    assert libc.__res_ninit(state) == 0
    count = int.from_bytes(state.raw[16:20], "little")
    print(*(socket.inet_ntoa(state.raw[20 + 16 * n + 4 : 20 + 16 * n + 8]) for n in range(count)), flush=True)
"""
"""`struct __res_state`: the number of servers at 16, their `sockaddr_in` from 20. Source: glibc, res_state.h."""


@pytest.fixture(scope="module")
def glibc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    file = tmp_path_factory.mktemp("resolv") / "resolv.conf"
    file.touch()
    inside = f"mount --bind {file} /etc/resolv.conf && exec {sys.executable} -c '{GLIBC}'"
    with subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", inside], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        yield child
        child.terminate()


def servers(glibc: subprocess.Popen[str], text: str) -> list[str]:
    assert glibc.stdin is not None
    assert glibc.stdout is not None
    print(base64.b64encode(text.encode()).decode(), file=glibc.stdin, flush=True)
    return glibc.stdout.readline().split()


ADDRESS = st.sampled_from(["10.0.2.53", "10.0.2.54", "192.0.2.1", "198.51.100.7"])
BLANK = st.sampled_from([" ", "\t", "  ", ""])
LINE = st.one_of(
    st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(["", "", "", " ", "\t", "#", ";", "# ", "x"]),
        st.sampled_from(["nameserver", "nameserver", "nameserver", "Nameserver", "nameservers", "name server"]),
        BLANK,
        st.one_of(ADDRESS, st.just("")),
        st.sampled_from(["", "", " # internal", " 10.0.2.55", "\t", "\r", " ; a"]),
    ),
    st.sampled_from(
        ["", "search example.test", "options no-aaaa timeout:1", "domain example.test", "sortlist 10.0.0.0"]
    ),
)


@pytest.mark.process
@pytest.mark.parametrize("case", sorted(CASES.glob("*.conf")), ids=lambda path: path.stem)
def test_the_odd_ones(glibc: subprocess.Popen[str], case: Path) -> None:
    text = case.read_bytes().decode()
    found = parse(text)
    assert list(found.servers or ("127.0.0.1",)) == servers(glibc, text)
    assert str(found) == case.with_suffix(".said").read_text().strip()


@pytest.mark.process
@settings(max_examples=400, deadline=None)
@given(lines=st.lists(LINE, max_size=7), end=st.sampled_from(["", "\n"]))
def test_what_glibc_asks_is_what_is_told(glibc: subprocess.Popen[str], lines: list[str], end: str) -> None:
    text = "\n".join(lines) + end
    assert list(parse(text).servers or ("127.0.0.1",)) == servers(glibc, text), text
