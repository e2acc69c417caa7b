from sqlalchemy import Numeric


class Money(Numeric):
    pass
