from sqlalchemy import create_engine

from app.config import HOST, PASSWORD, USER

engine = create_engine(f"postgresql://{USER}:{PASSWORD}@{HOST}/app")
