from fastapi import FastAPI

app = FastAPI()


@app.on_event("startup")
async def announce():
    print("up")


@app.on_event("shutdown")
async def leave():
    print("down")
