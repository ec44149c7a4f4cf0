"""Our reading of an app.ini, masked as it leaves the container, against that of Go's ini package itself."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.facts.alm import MASK, ini_port
from lab.artifacts import GoProgram
from lab.cache import Cache

READER = GoProgram(name="goini", version="1.67.1", source=Path(__file__).parent / "goini")
SECRET = "Secret4"
EXAMPLES = 600

SECTIONS = st.sampled_from(
    ["[server]", "[server]", " [server] ; note", "[SERVER]", "[ server ]", "[database]", "[a]b]"]
)
KEYS = st.sampled_from(["HTTP_PORT", "HTTP_PORT", "\tHTTP_PORT ", '"HTTP_PORT"', "`HTTP_PORT` ", "http_port"])
BETWEEN = st.sampled_from(["=", " = ", ":", " : ", "= ="])
PLAIN = ["4747", "4747 ; not 3000", "4747 # note", "4747;", "", " ", "four", "4747 \\", "4747\r", "\u00a04747"]
QUOTED = ['"4747"', "'4747'", "`4747`", '"""4747"""', '"4747', "'4747' ; x", '"47"47"', "`47;47`", "'' # 4", '"a";"b"']
PORTS = st.sampled_from([*PLAIN, *QUOTED])
SECRETS = st.sampled_from(
    [SECRET, f'"{SECRET}" ; {SECRET}', f"'{SECRET}", f"{SECRET}`", f"`{SECRET}\n[server]\n{SECRET}`"]
)
GOOD = st.one_of(
    SECTIONS,
    st.builds("".join, st.tuples(KEYS, BETWEEN, PORTS)),
    st.builds("".join, st.tuples(KEYS, BETWEEN, PORTS)),
    st.builds("".join, st.tuples(st.sampled_from(["PASSWD", "XHTTP_PORT", "-", '"A B"']), BETWEEN, SECRETS)),
    st.sampled_from(["", "; [server]", f"# {SECRET}", "\t"]),
)
ODD = st.one_of(
    st.sampled_from(["[", "[]", "`", '"""', SECRET, "=", "HTTP_PORT", 'HTTP_PORT = """4747', "HTTP_PORT=`4747"]),
    st.sampled_from([f"PASSWD = `{SECRET}", f'PASSWD = """{SECRET}', '"""HTTP_PORT""" = 4747', f"`A = {SECRET}"]),
    st.text("\"`'=:;# []\\abHTTP_OR\t", max_size=12),
)
FILES = st.builds(
    lambda start, lines, odd, more, end: start + end.join([*lines, *odd, *more]),
    st.sampled_from(["", "[server]\n", "[server]\n", "\ufeff[server]\r\n"]),
    st.lists(GOOD, max_size=6),
    st.lists(ODD, max_size=1),
    st.lists(GOOD, max_size=3),
    st.sampled_from(["\n", "\r\n"]),
)

Read = Callable[[str], tuple[str, str]]


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    """The port, and the error, that Go's package finds in a file."""
    with subprocess.Popen([READER.path(Cache())], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        ask, told = program.stdin, program.stdout
        assert ask is not None
        assert told is not None

        def read(text: str) -> tuple[str, str]:
            ask.write(json.dumps(text) + "\n")
            ask.flush()
            answer = json.loads(told.readline())
            return answer["port"], answer["error"]

        yield read
        ask.close()


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=FILES)
def test_we_read_what_go_reads(read: Read, text: str) -> None:
    masked = subprocess.run(["sed", "-E", MASK], input=text.encode(), env={"LC_ALL": "C"}, stdout=-1, check=True).stdout
    found = ini_port(masked.decode("utf-8", "replace"), "app.ini")
    port, error = read(text)
    assert SECRET.encode() not in masked
    if error:
        assert found.configured_port is None, error
    elif "\n" in port:  # over several lines, of which all but the first are masked: no port anyhow
        assert "\n" in (found.configured_port or ""), found.where
    else:
        assert found.configured_port == port, found.where
