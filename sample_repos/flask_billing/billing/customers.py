"""Customers."""

from flask import Blueprint, abort, jsonify, request
from sqlalchemy import create_engine, insert, select

from billing import settings
from billing.tables import Customer
from billing.timing import production_delay

blueprint = Blueprint("customers", __name__)

engine = create_engine(settings.DATABASE_URL, pool_recycle=1200)


@blueprint.get("")
def list_customers():
    with engine.connect() as connection:
        production_delay(connection)
        rows = connection.execute(select(Customer.id, Customer.name).order_by(Customer.id)).mappings().all()
    return jsonify([dict(row) for row in rows])


@blueprint.post("")
def add_customer():
    name = (request.get_json() or {}).get("name")
    if not name:
        abort(400)
    with engine.begin() as connection:
        key = connection.execute(insert(Customer).values(name=name)).inserted_primary_key[0]
    return {"id": key, "name": name}, 201
