"""What the machine did, as the kernel counts it."""

from __future__ import annotations

import os
import time
from itertools import pairwise

from benchmarks.machine import STAT, busy, share, work

TICK = os.sysconf("SC_CLK_TCK")


def test_idle_and_waiting_cores_do_not_count_and_guests_not_twice() -> None:
    stat = "cpu  100 20 30 9000 800 4 5 6 70 8\ncpu0 1 1 1 1 1 1 1 1 1 1\nintr 5\n"
    assert busy(stat) == (100 + 20 + 30 + 4 + 5 + 6) / TICK


def test_a_kernel_with_fewer_columns_is_read() -> None:
    assert busy("cpu 10 2 3 9000 800 4 5\n") == (10 + 2 + 3 + 4 + 5) / TICK


def computes() -> None:
    until = time.process_time() + 0.3
    while time.process_time() < until:
        pass


def test_what_computes_is_counted_and_the_counter_never_falls() -> None:
    seen = [busy(STAT.read_text())]

    def action() -> None:
        computes()
        seen.append(busy(STAT.read_text()))

    wall, _ = work(action, runs=1)
    assert wall >= 0.3
    assert all(later >= earlier for earlier, later in pairwise(seen))
    assert seen[-1] - seen[0] >= 0.25


def test_the_figure_has_no_target_and_says_both() -> None:
    figure = share("a run", computes)
    assert figure.met
    assert figure.target is None
    assert "cores together" in figure.said
