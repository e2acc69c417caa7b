from sqlalchemy.engine import Engine

from app.db import get_engine

engine: Engine = get_engine()
