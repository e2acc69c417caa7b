"""What happened."""

from auth_service.config import load_config
from auth_service.database_client import DatabaseClient


def record(event: str, name: str, client: DatabaseClient = DatabaseClient(load_config().database_url)) -> None:
    client.add_audit(event, name)


def latest() -> list[dict]:
    return DatabaseClient(load_config().database_url).latest_audit()
