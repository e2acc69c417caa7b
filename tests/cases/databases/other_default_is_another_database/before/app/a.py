import os

from sqlalchemy import create_engine

import app.b

engine = create_engine(os.getenv("DATABASE_URL", "postgresql://localhost/one"))
other = app.b.engine
