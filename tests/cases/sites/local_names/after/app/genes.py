from __future__ import annotations

from sqlalchemy import text

from app.db import get_engine


def genes() -> list[int]:
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 1")).scalars().all()
