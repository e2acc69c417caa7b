from sqlalchemy import Engine, text

from app.db import get_engine

type Row[T = int] = tuple[T, str]


def first[T: Engine](rows: list[Row[T]]) -> T:
    return rows[0][0]


def orders(names: dict[str, str]) -> list[Row]:
    try:
        with get_engine().connect() as connection:
            print(f"{names["one"]} and {"\n".join(f"{name!r:>{8}}" for name in names)}")
            return connection.execute(text("SELECT 1")).all()
    except KeyError, ValueError:
        return []
