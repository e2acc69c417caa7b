def go(engine):
    engine.connect()
