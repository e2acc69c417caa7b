from sqlalchemy import URL, create_engine

from app.config import PASSWORD

engine = create_engine(URL.create("postgresql", username="app", password=PASSWORD, host="db", database="app"))
