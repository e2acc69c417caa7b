"""One log format for the API and the jobs."""

import logging

from src.config import get_settings


def configure_logging() -> None:
    logging.basicConfig(
        level=get_settings().LOG_LEVEL,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
