from sqlalchemy import create_engine, pool

import app.a
from app.config import DATABASE_URL

engine = create_engine(DATABASE_URL, poolclass=pool.NullPool)
other = app.a.engine
