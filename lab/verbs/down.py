"""`lab down`: takes everything of the lab off this machine, except its cache and the packages it installed."""

from __future__ import annotations

import shutil

from lab.instances.incus import Incus
from lab.instances.start import each
from lab.machine import daemon, host, settings, traces
from lab.network import outside as network
from lab.progress import say, task
from lab.site import Lab


def down(lab: Lab, *, purge: bool) -> None:
    """Remove instances, image, project, bridge, pool, link, namespace, rules, state; stop what we started."""
    projects = {lab.incus.project}
    if lab.state.read("host/daemon") is not None or host.answering():
        host.start_daemon(lab.state)
        with task("incus", "remove instances, image, project, bridge and pool"):
            projects |= _empty(lab)
    with task("network", "remove link, namespace and rules"):
        network.disconnect(lab)
        settings.restore(lab.state)
    daemon.stop(lab.state)
    for project in projects:
        traces.remove_groups(f"lxc.*.{project}_*")
    shutil.rmtree(lab.state.root, ignore_errors=True)
    if purge:
        shutil.rmtree(lab.cache.root, ignore_errors=True)
        say("lab", "is gone, with its cache; Debian packages that it installed stay")
    else:
        say("lab", f"is gone; the cache stays in {lab.cache.root} (`lab down --purge` removes it as well)")


def _empty(lab: Lab) -> set[str]:
    """Remove what we made in Incus; give the names of the projects, of which a killed benchmark leaves one as well."""
    projects = set(lab.incus.made("projects"))
    for project in projects:
        incus = Incus(project, lab.incus.bridge, lab.incus.pool)
        each(incus.delete_instance, incus.instances())
        incus.delete_project()
    for bridge in lab.incus.made("networks"):
        Incus(lab.incus.project, bridge, lab.incus.pool).delete_network()
    lab.incus.delete_pool()
    return projects
