from app.db import engine

engine.connect()
