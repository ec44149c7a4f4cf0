"""Qdrant lost its API key and serves everybody."""

from lab.components.vectordb import SETTINGS
from lab.faults.edited import edited

ROWS = ("E4",)
RED = ("vectordb.auth.required[vectordb]",)
inject, heal = edited("vectordb", SETTINGS, "/^QDRANT__SERVICE__API_KEY=/d", "systemctl restart qdrant")
