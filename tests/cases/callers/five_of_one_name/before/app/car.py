def get_engine():
    return "diesel"


def go():
    return get_engine()
