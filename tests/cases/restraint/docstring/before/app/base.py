"""Use it like this:

    from sqlalchemy import create_engine
    engine = create_engine(url)
"""

# engine = create_engine(url)
NAME = "create_engine"
