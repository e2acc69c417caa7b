import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from sqlalchemy import text  # noqa: E402

from app.db import get_engine  # noqa: E402
from app.jobs import job  # noqa: E402


def again():
    engine = get_engine()
    with engine.connect() as connection:
        return job() + connection.execute(text("SELECT 1")).scalar()
