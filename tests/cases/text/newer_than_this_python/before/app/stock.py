from sqlalchemy import create_engine, text

from app.config import DATABASE_URL
from app.orders import _engine


class Stock[Item]:
    def items(self, kind: str) -> list[Item]:
        engine = create_engine(DATABASE_URL)
        with engine.connect() as connection:
            return connection.execute(text(f"SELECT '{kind.replace("'", "")}'")).all()


def count() -> str:
    return f"{_engine().url.render_as_string()} {f"{len(f"{1}")}"}"
