from sqlalchemy.orm import sessionmaker

from school.db import shared_engine
from school.settings import settings

engine = shared_engine(settings.DATABASE_URL)
SessionLocal = sessionmaker(bind=engine)
