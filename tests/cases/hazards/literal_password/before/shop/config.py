import os

from sqlalchemy import URL

ORDERS_URL = os.getenv("ORDERS_URL", "postgresql://shop:Tr0mbone@orders.shop.example.net/orders")
STOCK_URL = URL.create("postgresql", username="shop", password="Tr0mbone", host="stock.shop.example.net")
