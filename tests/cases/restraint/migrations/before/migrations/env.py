from alembic import context
from sqlalchemy import create_engine, engine_from_config, pool

from app.config import DATABASE_URL

engine = create_engine(DATABASE_URL)
other = engine_from_config({}, poolclass=pool.NullPool)
context.configure(connection=engine.connect())
