import asyncio

from conftest import engine_of, fill
from sqlalchemy import inspect, update

from shop import best_sellers, stock
from shop.tables import main, products


def test_orders_take_from_the_stock(client):
    assert client.post("/orders", json={"product_id": 1, "quantity": 2}).status_code == 201
    assert client.post("/orders", json={"product_id": 1, "quantity": 1}).status_code == 409
    assert client.get("/orders/count").json() == {"orders": 1}
    assert client.get("/best-sellers").json() == [{"name": "lamp", "sold": 2}]
    assert client.get("/stock").json() == {"chair": 0, "lamp": 0}


def test_best_sellers_can_be_asked_again(client):
    client.post("/orders", json={"product_id": 1, "quantity": 1})
    assert best_sellers.ranking() == best_sellers.ranking() == [{"name": "lamp", "sold": 1}]


def test_sold_out_in_several_loops():
    for _ in range(3):
        assert asyncio.run(stock.sold_out()) == ["chair"]


def test_stock_and_sold_out_at_once():
    async def both():
        return await asyncio.gather(stock.stock(), stock.sold_out())

    assert asyncio.run(both()) == [{"chair": 0, "lamp": 2}, ["chair"]]


def test_visits_have_their_own_database(client):
    for page in ("/", "/lamp", "/"):
        assert client.post("/visits", json={"page": page}).status_code == 204
    assert client.get("/visits").json() == [{"page": "/", "visits": 2}, {"page": "/lamp", "visits": 1}]
    if engine_of("SHOP_DATABASE_URL").url.database != engine_of("SHOP_ANALYTICS_URL").url.database:
        assert "visits" not in inspect(engine_of("SHOP_DATABASE_URL")).get_table_names()


def test_the_catalogue_comes_from_the_replica(client):
    with engine_of("SHOP_REPLICA_URL").begin() as connection:
        connection.execute(update(products).where(products.c.name == "lamp").values(price=31))
    body = client.get("/catalogue").json()
    assert body["currency"] == "EUR"
    assert {product["name"]: product["price"] for product in body["products"]} == {"chair": 80, "lamp": 31}


def test_each_partner_has_a_database(client, tmp_path):
    from sqlalchemy import create_engine

    for name, times in (("one", 1), ("two", 2)):
        engine = create_engine(f"sqlite:///{tmp_path}/{name}.db")
        main.create_all(engine)
        for _ in range(times):
            fill(engine)
    answers = [
        client.post("/partners/stock", json={"url": f"sqlite:///{tmp_path}/{name}.db"}).json() for name in ("one", "two")
    ]
    assert [answer["stock"] for answer in answers] == [2, 4]
    assert [len(answer["products"]) for answer in answers] == [2, 4]
