from app.main import app


@app.on_event("startup")
def start():
    print("up")
