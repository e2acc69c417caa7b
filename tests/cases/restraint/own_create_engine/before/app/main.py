from app.speech import create_engine

engine = create_engine("anna")
other = create_engine("otto")
