"""What a site may say of its published ports, each with what comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.environment import load
from fixtures.errors import ExpectationError
from fixtures.expectations import Environment
from tests.unit.expectations.site import build

MEDIA = """
[network.forwards.media]
external = "50000-60000"
port = "{}"
protocol = "udp"
container = "meet"
"""


def site(folder: Path, text: str) -> Environment:
    return load("lab", root=build(folder, text.encode()), variables={}).environment


def test_one_outer_port_on_two_addresses(tmp_path: Path) -> None:
    env = site(
        tmp_path,
        """
        [network.external.second]
        interface = "ext1"
        address = "198.18.0.2"
        [network.forwards.directory]
        external = 9000
        port = 9000
        container = "directory"
        on = "second"
        """,
    )
    forward = env.network.forwards["directory"]
    assert forward.id == "second:9000/tcp"
    assert (env.network.outside(forward).interface, str(env.network.outside(forward).address)) == ("ext1", "198.18.0.2")
    assert [each.id for each in env.network.externals] == ["external", "second"]


def test_the_same_port_of_one_address_twice_is_refused(tmp_path: Path) -> None:
    text = '[network.forwards.other]\nexternal = "400-500"\nport = "400-500"\ncontainer = "proxy"\n'
    with pytest.raises(ExpectationError, match=r"is 400-500/tcp, which overlaps network.forwards.https"):
        site(tmp_path, text)


def test_a_range_of_datagrams(tmp_path: Path) -> None:
    text = MEDIA.format("50000-60000")
    env = site(tmp_path, text)
    media = env.network.forwards["media"]
    assert (media.id, media.target) == ("50000-60000/udp", "meet:50000-60000")
    assert media in env.dnats
    assert media not in env.knocked, "a media port answers in a call only"


def test_ranges_of_two_lengths_are_refused(tmp_path: Path) -> None:
    text = MEDIA.format("50000-50001")
    with pytest.raises(ExpectationError, match="a range leads to one port, or to a range of the same length"):
        site(tmp_path, text)


def test_by_a_device(tmp_path: Path) -> None:
    env = site(tmp_path, '[network.forwards.https]\nby = "device"\n')
    assert "443/tcp" in [each.id for each in env.devices]
    assert "443/tcp" not in [each.id for each in env.dnats]
