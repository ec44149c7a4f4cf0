"""Remedies of the catalogue that are not written yet: id to the checks that each will heal."""

from __future__ import annotations

from fixers.remedy import every

PLANNED: dict[str, tuple[str, ...]] = {}
CATALOGUE = frozenset(
    {
        *PLANNED,
        *("alm_ci.key_mode", "alm_ci.restart_runner", "alm_ci.runner_address"),
        *("containers.enable_unit", "containers.nameserver"),
        *("containers.no_aaaa", "containers.port_holder", "containers.prune_backups", "containers.restart_unit"),
        *("containers.snapshot", "containers.start", "containers.static_ipv4", "containers.tmp_mode"),
        *("directory.pat_mode", "drive.make_bucket", "network.nat_restore"),
        *("system.botserver_rebuild", "system.botui_url", "system.clear_ast", "system.env_value", "system.resync"),
        *("system.suggestion_keys", "tables.too_many_clients", "vault.init_file_mode", "vault.unseal"),
        *("containers.autostart", "dns.bump_serial", "dns.reload", "network.forwarding", "proxy.reload"),
        *("alm.release_stuck_run", "dns.sync_zones", "directory.new_pat", "directory.pat_by_hand"),
        *("proxy.renew", "tls.new_certificate"),
        *("proxy.rollback_config", "vault.copy_ca"),
        *("tables.password_from_vault", "vault.missing_secret", "vault.new_token", "vault.renew_token"),
    }
)
"""Every id that the catalogue gives: a typo in one is no new remedy."""


def healing(check: str) -> tuple[str, ...]:
    """The ids of all that is for a check, whatever is found: the written ones first."""
    written = (each.id for each in every() if check in each.heals)
    return (*written, *(id for id, heals in PLANNED.items() if check in heals))
