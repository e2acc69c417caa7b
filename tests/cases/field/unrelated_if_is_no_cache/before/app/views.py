from app.store import total


def shown():
    return f"{total()} orders"
