from sqlalchemy import create_engine

import app.a
from app.config import PASSWORD

engine = create_engine(f"postgresql://writer:{PASSWORD}@db/app")
reader = app.a.engine
