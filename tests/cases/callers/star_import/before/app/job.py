from app.reports import *


def run():
    return get_engine().name
