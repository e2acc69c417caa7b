from sqlalchemy.orm import sessionmaker

from config.values import database_url
from models.db_pool import shared_engine

engine = shared_engine(database_url())
Session = sessionmaker(bind=engine)
