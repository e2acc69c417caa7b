from sqlalchemy import create_engine

import app.a

engine = create_engine("sqlite:///:memory:")
other = app.a.engine
