import app.orders as orders
from app.stock import *


def old():
    print "still Python 2", orders._engine(), create_engine(DATABASE_URL)
