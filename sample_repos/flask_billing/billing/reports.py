"""What is still open."""

from flask import Blueprint, jsonify
from sqlalchemy import create_engine, text

from billing import settings
from billing.timing import production_delay

blueprint = Blueprint("reports", __name__)

OPEN = """
SELECT c.name AS customer, SUM(i.amount) - COALESCE(SUM(p.paid), 0) AS amount
FROM customers c
JOIN invoices i ON i.customer_id = c.id
LEFT JOIN (SELECT invoice_id, SUM(amount) AS paid FROM payments GROUP BY invoice_id) p ON p.invoice_id = i.id
GROUP BY c.name ORDER BY c.name
"""


class ReportEngine:
    """Holds the engine of the reports for the time of one report."""

    def __init__(self):
        self.engine = create_engine(settings.DATABASE_URL, pool_pre_ping=True)

    def rows(self, statement):
        with self.engine.connect() as connection:
            production_delay(connection)
            return connection.execute(text(statement)).all()


def open_amounts():
    return [{"customer": name, "amount": int(amount)} for name, amount in ReportEngine().rows(OPEN) if amount]


@blueprint.get("/open")
def open_report():
    return jsonify(open_amounts())
