from app import a, b


def both():
    return a.one() + b.two()
