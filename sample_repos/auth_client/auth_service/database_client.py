"""All SQL of the service."""

from datetime import datetime

from sqlalchemy import create_engine, delete, func, insert, select, text
from sqlalchemy.engine import Connection

from auth_service.tables import audit, logins, metadata, users


class DatabaseClient:
    """Reads and writes accounts, logins and audit records."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)

    def create_tables(self) -> None:
        metadata.create_all(self._engine)

    def add_user(self, name: str, password: str) -> int:
        with self._engine.begin() as connection:
            return connection.execute(insert(users).values(name=name, password=password)).inserted_primary_key[0]

    def find_user(self, name: str) -> dict | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(users).where(users.c.name == name)).mappings().first()
        return dict(row) if row else None

    def list_users(self) -> list[str]:
        with self._engine.connect() as connection:
            self._production_delay(connection)
            return list(connection.scalars(select(users.c.name).order_by(users.c.name)))

    def add_login(self, token: str, user_id: int, expires: datetime) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(logins).values(token=token, user_id=user_id, expires=expires))

    def find_login(self, token: str, now: datetime) -> str | None:
        """Name of the user that a token belongs to, while it is valid."""
        with self._engine.connect() as connection:
            self._production_delay(connection)
            return connection.scalar(
                select(users.c.name)
                .join(logins, logins.c.user_id == users.c.id)
                .where(logins.c.token == token, logins.c.expires > now)
            )

    def remove_login(self, token: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(logins).where(logins.c.token == token))

    def count_logins(self) -> int:
        with self._engine.connect() as connection:
            self._production_delay(connection)
            return connection.scalar(select(func.count()).select_from(logins)) or 0

    def add_audit(self, event: str, name: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(audit).values(event=event, name=name))

    def latest_audit(self, limit: int = 20) -> list[dict]:
        with self._engine.connect() as connection:
            self._production_delay(connection)
            rows = connection.execute(select(audit.c.event, audit.c.name).order_by(audit.c.id.desc()).limit(limit))
            return [dict(row) for row in rows.mappings()]

    def close(self) -> None:
        self._engine.dispose()

    @staticmethod
    def _production_delay(connection: Connection) -> None:
        """Hold the connection as long as on the production data."""
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_sleep(0.02)"))
