"""Routes."""

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel

from shop import best_sellers, catalogue, orders, partners, stock, visits
from shop.settings import get_settings

router = APIRouter()


class OrderIn(BaseModel):
    product_id: int
    quantity: int


class VisitIn(BaseModel):
    page: str


class PartnerIn(BaseModel):
    url: str


@router.get("/orders/count")
def count_orders() -> dict:
    return {"orders": orders.count_orders()}


@router.post("/orders", status_code=201)
def place_order(body: OrderIn) -> dict:
    number = orders.place_order(body.product_id, body.quantity)
    if number is None:
        raise HTTPException(status_code=409, detail="not enough in stock")
    return {"order": number}


@router.get("/best-sellers")
def ranking() -> list[dict]:
    return best_sellers.ranking()


@router.get("/stock")
async def current_stock() -> dict[str, int]:
    return await stock.stock()


@router.get("/stock/sold-out")
async def sold_out() -> list[str]:
    return await stock.sold_out()


@router.get("/visits")
def popular_pages() -> list[dict]:
    return visits.popular_pages()


@router.post("/visits", status_code=204)
def record_visit(body: VisitIn) -> None:
    visits.record_visit(body.page)


@router.get("/catalogue")
def catalogue_page() -> dict:
    return {"currency": get_settings().currency, "products": catalogue.catalogue()}


@router.post("/partners/stock")
def partner_stock(body: PartnerIn) -> dict:
    return {"stock": partners.partner_stock(body.url), "products": partners.partner_products(body.url)}
