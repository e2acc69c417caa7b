"""The API."""

from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel

from auth_service import audit
from auth_service.auth import current_user, get_db_client, log_in, log_out, name_of
from auth_service.database_client import DatabaseClient
from auth_service.passwords import hash_password


@asynccontextmanager
async def lifespan(app: FastAPI):
    get_db_client().create_tables()
    yield


app = FastAPI(title="auth", lifespan=lifespan)


class Credentials(BaseModel):
    name: str
    password: str


@app.get("/users")
def list_users(db: DatabaseClient = Depends(get_db_client)) -> list[str]:
    return db.list_users()


@app.post("/users", status_code=201)
def register(body: Credentials, db: DatabaseClient = Depends(get_db_client)) -> dict:
    if db.find_user(body.name):
        raise HTTPException(status_code=409, detail="the name is taken")
    user_id = db.add_user(body.name, hash_password(body.password))
    audit.record("registered", body.name)
    return {"id": user_id, "name": body.name}


@app.post("/logins", status_code=201)
def login(body: Credentials, db: DatabaseClient = Depends(get_db_client)) -> dict:
    token = log_in(body.name, body.password, db)
    audit.record("login" if token else "login failed", body.name)
    if token is None:
        raise HTTPException(status_code=401, detail="wrong name or password")
    return {"token": token}


@app.get("/logins/count")
def count_logins() -> dict:
    client = get_db_client()
    return {"logins": client.count_logins()}


@app.delete("/logins", status_code=204)
def logout(authorization: str = Header(default="")) -> None:
    log_out(authorization.removeprefix("Bearer "))


@app.get("/me")
def me(name: str = Depends(current_user)) -> dict:
    return {"name": name}


@app.get("/guest")
def guest(authorization: str = Header(default="")) -> dict:
    """Who is asking, where nobody needs to be logged in."""
    return {"name": name_of(authorization.removeprefix("Bearer ")) or "guest"}


@app.get("/audit")
def latest_audit() -> list[dict]:
    return audit.latest()


@app.get("/ping")
def ping() -> dict:
    return {"status": "ok"}
