from fastapi import APIRouter

router = APIRouter(prefix="/health")


@router.get("/db")
def database():
    return {"database": "up"}
