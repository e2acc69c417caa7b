"""Invoices, through a session for each request."""

from datetime import date, timedelta

import sqlalchemy as sa
from flask import Blueprint, abort, current_app, jsonify, request
from sqlalchemy.orm import scoped_session, sessionmaker

from billing import settings
from billing.tables import Customer, Invoice
from billing.timing import production_delay

blueprint = Blueprint("invoices", __name__)

engine = sa.create_engine(url=settings.DATABASE_URL)
Session = scoped_session(sessionmaker(bind=engine))


@blueprint.teardown_request
def remove_session(error=None):
    Session.remove()


def _as_dict(invoice):
    return {
        "id": invoice.id,
        "customer": invoice.customer_id,
        "amount": invoice.amount,
        "currency": current_app.config["CURRENCY"],
        "due": invoice.due.isoformat(),
    }


@blueprint.get("")
def list_invoices():
    production_delay(Session.connection())
    return jsonify([_as_dict(invoice) for invoice in Session.scalars(sa.select(Invoice).order_by(Invoice.id))])


@blueprint.post("")
def add_invoice():
    body = request.get_json()
    if Session.get(Customer, body["customer"]) is None:
        abort(404)
    due = date.today() + timedelta(days=settings.DUE_DAYS)
    invoice = Invoice(customer_id=body["customer"], amount=body["amount"], due=due)
    Session.add(invoice)
    Session.commit()
    return _as_dict(invoice), 201
