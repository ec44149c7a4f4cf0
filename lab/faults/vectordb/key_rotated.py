"""Qdrant has another API key than Vault says."""

from lab.components.vectordb import SETTINGS
from lab.faults.edited import edited

ROWS = ("E4",)
RED = ("vectordb.auth.required[vectordb]",)
inject, heal = edited(
    "vectordb", SETTINGS, "s/^(QDRANT__SERVICE__API_KEY=).*/\\1changed-by-a-fault/", "systemctl restart qdrant"
)
