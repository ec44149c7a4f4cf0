"""Stand-in in the role of BotServer: health, DriveMonitor, BASIC compilation and suggestions.

Source of names, tables, paths and log lines: ground-truth.md section 10. What is not there: conversations,
accounts, a language model. Two departures on purpose: it does not start without Vault (BotServer falls back
to built-in default credentials), and an unreachable Qdrant does not count as a failure of a document.
"""
