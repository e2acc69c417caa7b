TEMPLATE = """
from sqlalchemy import create_engine

engine = create_engine(URL)
"""


def write(path):
    path.write_text(TEMPLATE)
