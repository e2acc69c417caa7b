def create_engine(voice):
    return {"voice": voice}
