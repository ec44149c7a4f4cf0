"""The commit of this build; the workflow writes it here. Source: BotServer, option_env!("BOTSERVER_COMMIT")."""

COMMIT = "unknown"
