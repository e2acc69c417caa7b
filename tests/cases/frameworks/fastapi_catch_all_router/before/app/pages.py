from fastapi import APIRouter

router = APIRouter()


@router.get("/{path:path}")
def page(path: str):
    return path
