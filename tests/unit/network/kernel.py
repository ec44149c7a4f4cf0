"""A kernel to ask, in a network namespace of its own: rules are loaded, packets come in, and what becomes of them.

Run as a program it reads a line of JSON for every question from stdin and answers with one. It has `ext0` and `ext1`
to the outside and `in0` to the containers, all of them ends of veth pairs whose other ends are in its hand.
"""

from __future__ import annotations

import json
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

OWN = "198.51.100.7"
"""The address of `ext0`; `OTHER` is that of `ext1`."""
OTHER = "198.51.100.71"
SENTINEL = ("10.0.2.250", 9)
"""A connection that was there before the rules, so that no rule takes it: when its packet comes out, all that came in
before it have been dealt with."""
SENTINEL_PORT = 1000
TRACKED = "table inet tracked {\nchain c {\ntype filter hook prerouting priority 300\nct state new counter\n}\n}\n"
"""Keeps the kernel's book of connections open while there are no other rules."""
_NUMBERS = {"tcp": socket.IPPROTO_TCP, "udp": socket.IPPROTO_UDP}
OURS, FAR = bytes.fromhex("020000000100"), bytes.fromhex("020000000001")
"""The hardware addresses of our ends and of the others."""


class Kernel:
    """The other side of the pipe."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self._program = program

    def load(self, *commands: tuple[list[str], str]) -> str:
        """Forget all rules, then give each command its text. Returns what went wrong, empty when all is loaded."""
        return str(self._asked({"load": commands}))

    def ask(self, command: list[str]) -> str:
        """What a program says in there."""
        return str(self._asked({"ask": command}))

    def run(self, command: list[str]) -> tuple[int, str, str]:
        """Its status, and what it prints to stdout and to stderr."""
        status, out, err = self._asked({"run": command})
        return int(status), str(out), str(err)

    def send(self, probes: list[tuple[str, str, str, str, int]]) -> list[tuple[str, int] | None]:
        """Where each of (interface, protocol, source, destination, port) comes out; None: it does not."""
        found = self._asked({"send": probes})
        return [None if each is None else (each[0], each[1]) for each in found]

    def _asked(self, question: dict[str, Any]) -> Any:
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(json.dumps(question) + "\n")
        self._program.stdin.flush()
        return json.loads(self._program.stdout.readline())


@contextmanager
def kernel() -> Iterator[Kernel]:
    """A namespace with its program, for as long as the block lasts."""
    command = ["unshare", "--map-root-user", "--net", sys.executable, "-I", str(Path(__file__).resolve())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        try:
            yield Kernel(program)
        finally:
            assert program.stdin is not None
            program.stdin.close()
            program.wait(10)


class _Namespace:
    def __init__(self) -> None:
        for name in ("ext0", "ext1", "in0"):
            _run(f"ip link add {name} address {OURS.hex(':')} type veth peer name {name}-far")
            _run(f"ip link set {name} up")
            _run(f"ip link set {name}-far up")
            Path(f"/proc/sys/net/ipv4/conf/{name}/rp_filter").write_text("0")
        _run("ip link set lo up")
        _run(f"ip address add {OWN}/26 dev ext0")
        _run(f"ip address add {OTHER}/26 dev ext1")
        _run("ip address add 10.0.2.1/24 dev in0")
        _run("ip route add default dev ext0")
        Path("/proc/sys/net/ipv4/ip_forward").write_text("1")
        Path("/proc/sys/net/ipv4/conf/all/rp_filter").write_text("0")
        neighbours = [
            f"neighbour add 10.0.2.{host} lladdr {FAR.hex(':')} dev in0 nud permanent" for host in range(2, 255)
        ]
        subprocess.run(["ip", "-batch", "-"], input="\n".join(neighbours), text=True, check=True)
        self._out = {name: self._socket(f"{name}-far") for name in ("ext0", "ext1")}
        for name in ("all", "in0"):
            Path(f"/proc/sys/net/ipv4/conf/{name}/send_redirects").write_text("0")
        self._seen = self._out["in0"] = self._socket("in0-far")
        self._sent = 0

    def _socket(self, name: str) -> socket.socket:
        opened = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
        opened.bind((name, 0))
        opened.settimeout(5)
        return opened

    def load(self, commands: list[tuple[list[str], str]]) -> str:
        if Path("/proc/net/ip_tables_names").read_text():  # asking this program would make the tables
            _run("iptables-legacy -t nat -F")
            _run("iptables-legacy -t nat -X")
        subprocess.run(["nft", "-f", "-"], input=f"flush ruleset\n{TRACKED}", text=True, check=True)
        self.send([])
        for command, text in commands:
            done = subprocess.run(command, input=text, text=True, capture_output=True, check=False)
            if done.returncode:
                return f"{command}: {done.stderr}"
        return ""

    def ask(self, command: list[str]) -> str:
        return self.run(command)[1]

    def run(self, command: list[str]) -> tuple[int, str, str]:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    def send(self, probes: list[tuple[str, str, str, str, int]]) -> list[tuple[str, int] | None]:
        marks = {}
        for at, probe in enumerate(probes):
            marks[self._packet(*probe)] = at
        self._packet("ext0", "udp", "203.0.113.1", *SENTINEL, mark=SENTINEL_PORT)
        found: list[tuple[str, int] | None] = [None] * len(probes)
        while True:
            frame = self._seen.recv(2048)
            source, port = struct.unpack("!HH", frame[34:38])
            if source == SENTINEL_PORT:
                return found
            if source in marks:
                found[marks[source]] = (socket.inet_ntoa(frame[30:34]), port)

    def _packet(
        self, interface: str, protocol: str, source: str, destination: str, port: int, mark: int | None = None
    ) -> int:
        """Send one; its source port is its mark."""
        self._sent += 1
        mark = mark or 1024 + self._sent % 60000
        body = _tcp(mark, port) if protocol == "tcp" else struct.pack("!HHHH", mark, port, 8, 0)
        addresses = socket.inet_aton(source) + socket.inet_aton(destination)
        number = _NUMBERS[protocol]
        head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(body), self._sent % 65536, 0, 64, number, 0) + addresses
        head = head[:10] + struct.pack("!H", _sum(head)) + head[12:]
        pseudo = addresses + struct.pack("!BBH", 0, number, len(body))
        if protocol == "tcp":
            body = body[:16] + struct.pack("!H", _sum(pseudo + body)) + body[18:]
        self._out[interface].send(OURS + FAR + b"\x08\0" + head + body)
        return mark


def _tcp(source: int, port: int) -> bytes:
    return struct.pack("!HHIIBBHHH", source, port, 1, 0, 5 << 4, 2, 1024, 0, 0)


def _sum(data: bytes) -> int:
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF


def _run(command: str) -> None:
    subprocess.run(command.split(), check=True, capture_output=True)


def main() -> None:
    """Answer every question on stdin."""
    inside = _Namespace()
    for line in sys.stdin:
        ((verb, argument),) = json.loads(line).items()
        sys.stdout.write(json.dumps(getattr(inside, verb)(argument)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
