"""What a real Valkey says to a write that is queued and taken back: as a replica, full, in a cluster, to users of ACLs.

Two servers of the test's own in the lab's `system`, beside the platform's; they are gone afterwards.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from fixtures.clients import redis
from fixtures.clients.dialogue import Dialogue
from fixtures.clients.redis import Queued
from fixtures.facts.valkey import parse_write, untellable
from lab.site import Lab, Node

ALONE, CLUSTER = 6499, 6498
PASSWORD = "of-the-test"
START = r"""
set -eu
port=$1 password=$2 cluster=$3
mkdir -p "/tmp/valkey-$port"
setsid valkey-server --port "$port" --requirepass "$password" --save '' --dir "/tmp/valkey-$port" --bind 0.0.0.0 \
    --enable-debug-command no --daemonize yes --pidfile "/tmp/valkey-$port/pid" --cluster-enabled "$cluster" >/dev/null
for _ in 1 2 3 4 5 6 7 8 9 10; do
    ! valkey-cli -p "$port" -a "$password" --no-auth-warning PING | grep -q PONG || exit 0
    sleep 0.1
done
exit 1
"""
STOP = (
    """for each in /tmp/valkey-64*; do test ! -f "$each/pid" || kill "$(cat "$each/pid")" || :; rm -rf "$each"; done"""
)


@pytest.fixture(scope="module")
def node(lab: Lab) -> Iterator[Node]:
    """`system`, with the two servers in it."""
    node = lab.node("system")
    node.run("sh", "-c", STOP, check=False)
    try:
        for port, cluster in ((ALONE, "no"), (CLUSTER, "yes")):
            node.run("sh", "-c", START, "sh", str(port), PASSWORD, cluster)
        yield node
    finally:
        node.run("sh", "-c", STOP, check=False)


def told(node: Node, port: int, *words: str) -> str:
    """What the server of the test says to its operator."""
    return node.run("valkey-cli", "-p", str(port), "-a", PASSWORD, "--no-auth-warning", *words).text.strip()


def asked(node: Node, port: int, key: str = "probe") -> Queued:
    with (
        socket.create_connection((node.address, port), timeout=3) as connection,
        Dialogue(connection, "second", "SET") as server,
    ):
        return redis.queue(server, PASSWORD, key)


def test_a_primary_takes_it_and_nothing_is_written(node: Node) -> None:
    assert (parse_write(asked(node, ALONE)).answer, told(node, ALONE, "DBSIZE")) == ("QUEUED", "0")


@pytest.mark.parametrize(("only", "answer"), [("no", "QUEUED"), ("yes", "READONLY")])
def test_a_replica_is_one_also_where_it_may_be_written_to(node: Node, only: str, answer: str) -> None:
    told(node, ALONE, "CONFIG", "SET", "replica-read-only", only)
    told(node, ALONE, "REPLICAOF", "127.0.0.1", "1")
    try:
        found = parse_write(asked(node, ALONE))
    finally:
        told(node, ALONE, "REPLICAOF", "NO", "ONE")
    assert (found.answer, found.replica) == (answer, True)


def test_without_memory(node: Node) -> None:
    told(node, ALONE, "CONFIG", "SET", "maxmemory", "1")
    try:
        assert parse_write(asked(node, ALONE)).answer == "OOM"
    finally:
        told(node, ALONE, "CONFIG", "SET", "maxmemory", "0")


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("-multi", "without a transaction"),
        ("-@dangerous", ""),
        ("-set", "its user may not SET"),
        ("resetkeys ~other:*", "declare as `probe`"),
    ],
)
def test_users_of_acls(node: Node, rule: str, why: str) -> None:
    told(node, ALONE, "ACL", "SETUSER", "operator", "on", f">{PASSWORD}", "+@all", "~*")
    told(node, ALONE, "ACL", "SETUSER", "default", *rule.split())
    try:
        queued = asked(node, ALONE)
    finally:
        told(node, ALONE, "--user", "operator", "--pass", PASSWORD, "ACL", "SETUSER", "default", "+@all", "~*")
    assert why in untellable(queued)
    assert bool(why) == bool(untellable(queued))


def test_of_a_cluster_one_node_tells_of_its_own_keys(node: Node) -> None:
    assert parse_write(asked(node, CLUSTER)).answer == "CLUSTERDOWN"
