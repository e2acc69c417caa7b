"""Payments."""

from flask import Blueprint, jsonify, request
from sqlalchemy import create_engine, func, insert, select

from billing import settings
from billing.tables import Payment
from billing.timing import production_delay

blueprint = Blueprint("payments", __name__)


def _connect():
    return create_engine(settings.DATABASE_URL).connect()


@blueprint.get("")
def paid():
    """What was paid, by invoice."""
    with _connect() as connection:
        production_delay(connection)
        rows = connection.execute(
            select(Payment.invoice_id, func.sum(Payment.amount)).group_by(Payment.invoice_id).order_by(Payment.invoice_id)
        ).all()
    return jsonify([{"invoice": invoice, "paid": int(amount)} for invoice, amount in rows])


@blueprint.post("")
def pay():
    body = request.get_json()
    with _connect() as connection:
        connection.execute(insert(Payment).values(invoice_id=body["invoice"], amount=body["amount"]))
        connection.commit()
    return {"invoice": body["invoice"], "amount": body["amount"]}, 201
