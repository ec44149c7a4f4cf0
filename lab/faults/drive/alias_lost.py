"""Somebody tidied up the client's aliases: what the guide types says that there is no such place."""

from lab.faults.edited import edited

ROWS = ("D8",)
RED = ("drive.client.installed[drive]",)
inject, heal = edited("drive", "/root/.mc/config.json", 's/"local"/"old"/', ":")
