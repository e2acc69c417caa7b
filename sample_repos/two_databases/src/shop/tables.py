"""Tables of the main database and of the visits."""

from sqlalchemy import Column, Integer, MetaData, String, Table

main = MetaData()
visits_metadata = MetaData()

products = Table(
    "products",
    main,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("price", Integer, nullable=False),
    Column("stock", Integer, nullable=False, default=0),
)

orders = Table(
    "orders",
    main,
    Column("id", Integer, primary_key=True),
    Column("product_id", Integer, nullable=False),
    Column("quantity", Integer, nullable=False),
)

visits = Table(
    "visits",
    visits_metadata,
    Column("id", Integer, primary_key=True),
    Column("page", String(200), nullable=False),
)
