from app.reports import total


def shown():
    return f"{total()} orders"
