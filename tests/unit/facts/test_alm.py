"""The port that Forgejo was started with wins over the one in its configuration."""

from __future__ import annotations

import pytest

from fixtures.facts.alm import command_line_port


@pytest.mark.parametrize(
    ("command", "port"),
    [
        ("/opt/gbo/bin/forgejo web --config /opt/gbo/conf/app.ini", None),
        ("forgejo web --port 4747", "4747"),
        ("forgejo web --port=4747", "4747"),
        ("forgejo web -p 4747 --config x", "4747"),
        ("forgejo web --install-port 3001", None),
        ("forgejo web --port", None),
    ],
)
def test_the_port_of_a_command_line(command: str, port: str | None) -> None:
    assert (command_line_port("\0".join([*command.split(" "), ""]).encode()) or None) == port
