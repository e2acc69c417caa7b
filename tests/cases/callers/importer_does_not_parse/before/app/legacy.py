from app.orders import (
    _engine,  # shared with the orders
)


def old():
    with _engine().connect() as connection:
        print "still Python 2", connection
