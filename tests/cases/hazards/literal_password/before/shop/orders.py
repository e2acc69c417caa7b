from sqlalchemy import create_engine

from shop.config import ORDERS_URL

engine = create_engine(ORDERS_URL)
