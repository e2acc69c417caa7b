"""A small service with two engines, as files, and what its tests call git by."""

from __future__ import annotations

from collections.abc import Callable

FILES = {
    "src/__init__.py": "",
    "src/config.py": (
        "import os\n\n\nclass Settings:\n   DATABASE_URL = os.environ.get('DATABASE_URL', 'postgresql://localhost/app')\n"
        "\n\nsettings = Settings()\n"
    ),
    "src/orders.py": (
        "from sqlalchemy import create_engine, text\n\nfrom src.config import settings\n\n\n"
        "def orders(kinds: list[str]):\n    engine = create_engine(settings.DATABASE_URL)\n"
        "    with engine.connect() as connection:\n        return connection.execute(text('select 1')).all()\n"
    ),
    "src/users.py": (
        "from sqlalchemy import create_engine, text\n\nfrom src.config import settings\n\n\n"
        "def users():\n    engine = create_engine(settings.DATABASE_URL)\n"
        "    with engine.connect() as connection:\n        return connection.execute(text('select 2')).all()\n"
    ),
}
BRANCH = "feat/db-connection-pooling"
Git = Callable[..., str]
