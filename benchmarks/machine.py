"""What a run costs the whole machine: itself, Incus and the platform's services, which share its cores with it here.

No run is faster than its work spread evenly over all cores; near that, only less work helps. Source: proc(5), stat.
"""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

from benchmarks.figure import RUNS, Action, Figure

STAT = Path("/proc/stat")
IDLE = ("idle", "iowait", "guest", "guest_nice")
"""Of the columns: in these a core does nothing, or they stand in `user` and `nice` already."""
COLUMNS = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "guest", "guest_nice")
REST = 1.0
"""Seconds for which the machine is looked at while nothing is measured."""


def work(action: Action, runs: int = RUNS) -> tuple[float, float]:
    """Medians of an action's own seconds, and of the seconds of all cores together, without what goes on anyway."""
    before = busy(STAT.read_text())
    time.sleep(REST)
    anyway = (busy(STAT.read_text()) - before) / REST
    walls, cores = [], []
    for _ in range(runs):
        before, started = busy(STAT.read_text()), time.perf_counter()
        action()
        wall = time.perf_counter() - started
        walls.append(wall)
        cores.append(busy(STAT.read_text()) - before - anyway * wall)
    return statistics.median(walls), statistics.median(cores)


def busy(stat: str) -> float:
    """Seconds since its start in which cores of the machine did something, of all together."""
    ticks = dict(zip(COLUMNS, map(int, stat.splitlines()[0].split()[1:]), strict=False))
    return sum(count for column, count in ticks.items() if column not in IDLE) / os.sysconf("SC_CLK_TCK")


def share(name: str, action: Action) -> Figure:
    """How near a run is to what the machine can do at all: said, and without a target."""
    wall, cores = work(action)
    number = os.cpu_count() or 1
    said = f"{wall:.2f} s; Incus, the services and the run compute for {cores:.2f} s on {number} cores together"
    return Figure(f"{name} / the machine's work, spread evenly", wall * number / cores, None, said)
