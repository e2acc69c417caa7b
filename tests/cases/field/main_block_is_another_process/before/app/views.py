from app.pins import Pins
from app.settings import SETTINGS


def total():
    return Pins(SETTINGS).count()


def is_empty():
    return Pins(SETTINGS).count() == 0
