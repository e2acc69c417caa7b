from app.a import total


def show():
    return total()
