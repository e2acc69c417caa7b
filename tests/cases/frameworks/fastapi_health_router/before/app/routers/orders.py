from fastapi import APIRouter

router = APIRouter(prefix="/orders")


@router.get("/{order_id}")
def order(order_id: int):
    return {"id": order_id}
