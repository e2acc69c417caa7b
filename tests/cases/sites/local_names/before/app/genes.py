from __future__ import annotations

from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


def genes() -> list[int]:
    annotations = DATABASE_URL
    with create_engine(annotations).connect() as connection:
        return connection.execute(text("SELECT 1")).scalars().all()
