"""Room on disk."""

from __future__ import annotations

from fixtures.expectations import Container
from fixtures.facts.containers import ContainersFacts
from fixtures.parsers.vitals import MIB
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check("containers.disk.free", each=lambda env: env.containers.values(), severity="high", needs=(needs.instance,))
def test_free(expected: Container, containers: ContainersFacts) -> None:
    """Every file system of the instance has room left, for bytes and for files.

    Why: a full one stops databases and logs first, and what cannot write says anything but that.
    Fix: `du -xh --max-depth=2 / | sort -h | tail` there, of files `du --inodes`; logs and old backups go first.
    Source: catalogue; operators' practice: the guide's daily health check does not look.
    """
    share, size = expected.disk_free_share, int(expected.disk_free_gib * 1024 * MIB)
    full = tuple(str(each) for each in containers.disks(expected) if each.lacks_room(share, size))
    says = f"{expected.id}: less than {share:.0%} and {expected.disk_free_gib:g} GiB: {'; '.join(full)}"
    assert_matches(expected, {"full": ()}, {"full": full}, says=says)
