from sqlalchemy import text

from app.db import get_engine


class Stock[Item]:
    def items(self, kind: str) -> list[Item]:
        engine = get_engine()
        with engine.connect() as connection:
            return connection.execute(text(f"SELECT '{kind.replace("'", "")}'")).all()


def count() -> str:
    return f"{get_engine().url.render_as_string()} {f"{len(f"{1}")}"}"
