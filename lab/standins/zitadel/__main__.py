"""`zitadel` serves; `zitadel setup` brings the first instance and its tokens into being."""

from __future__ import annotations

import logging
import os
import sys

from lab.standins import logs
from lab.standins.database import Database, DatabaseDown
from lab.standins.web import serve
from lab.standins.zitadel import setup
from lab.standins.zitadel.api import Zitadel
from lab.standins.zitadel.config import Config


def main(arguments: list[str]) -> None:
    """Run the command."""
    logs.start("zitadel")
    log = logging.getLogger(__name__)
    config = Config.read(os.environ)
    database = Database(config.login)
    match arguments:
        case ["setup"]:
            setup.ensure(config, database)
        case ["start"]:
            try:
                setup.migrate(database)
            except DatabaseDown as error:
                raise SystemExit(f"the database does not answer: {error}") from error
            log.info("server is listening on [::]:%s, external domain %s", config.port, config.domain)
            serve(Zitadel(config, database).answer, config.port)
        case _:
            raise SystemExit(f"unknown arguments {arguments}; known: start, setup")


if __name__ == "__main__":
    main(sys.argv[1:])
