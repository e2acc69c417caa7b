"""Who is asking?"""

import secrets
from datetime import datetime, timedelta, timezone

from fastapi import Depends, Header, HTTPException

from auth_service.config import load_config
from auth_service.database_client import DatabaseClient
from auth_service.passwords import matches


def get_db_client() -> DatabaseClient:
    """A client for the configured database."""
    return DatabaseClient(load_config().database_url)


def _now() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None)


def log_in(name: str, password: str, db: DatabaseClient) -> str | None:
    """A new token, or None where name and password do not belong together."""
    user = db.find_user(name)
    if user is None or not matches(password, user["password"]):
        return None
    token = secrets.token_urlsafe(24)
    db.add_login(token, user["id"], _now() + timedelta(hours=load_config().token_hours))
    return token


def log_out(token: str) -> None:
    client = get_db_client()
    try:
        client.remove_login(token)
    finally:
        client.close()


def name_of(token: str) -> str | None:
    client = get_db_client()
    return client.find_login(token, _now())


def current_user(
    authorization: str = Header(default=""), db: DatabaseClient = Depends(get_db_client)
) -> str:
    """The name of the caller; 401 without a valid token."""
    name = db.find_login(authorization.removeprefix("Bearer "), _now())
    if name is None:
        raise HTTPException(status_code=401, detail="log in first")
    return name
