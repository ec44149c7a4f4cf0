"""Disks of a container as its kernel tells of them: one is mounted with a blank in its name, and is full."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fixtures.access.kinds import access_by
from fixtures.facts.cache import Facts
from fixtures.parsers.vitals import MIB
from lab.site import Lab, Node

PLACE = "/mnt/of a test"


@pytest.fixture
def node(lab: Lab) -> Iterator[Node]:
    r"""`meet`, with a small file system more; blanks of its place are written \040. Source: proc_pid_mounts(5)."""
    node = lab.node("meet")
    node.run("mkdir", "-p", PLACE)
    node.run("mount", "-t", "tmpfs", "-o", "size=1m", "none", PLACE)
    try:
        yield node
    finally:
        node.run("umount", PLACE, check=False)
        node.run("rmdir", PLACE, check=False)


def test_a_place_with_a_blank_is_looked_at(lab: Lab, node: Node) -> None:
    container = next(each for each in lab.env.containers.values() if each.instance == node.name)
    node.run("sh", "-c", 'head -c 2000000 /dev/zero > "$1/all" || :', "sh", PLACE)
    found = {each.place: each for each in Facts(lab.env, access_by(lab.env.access)).containers.disks(container)}
    assert (found[PLACE].size, found[PLACE].free) == (MIB, 0)
    assert found[PLACE].lacks_room(0.05, MIB)
    assert "/" in found
