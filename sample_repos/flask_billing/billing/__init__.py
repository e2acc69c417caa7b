"""The application factory."""

from flask import Flask

from billing import settings


def create_app(config=None):
    from billing import customers, invoices, payments, reports
    from billing.commands import register_commands

    app = Flask(__name__)
    app.config["CURRENCY"] = settings.CURRENCY
    app.config.update(config or {})
    app.register_blueprint(customers.blueprint, url_prefix="/customers")
    app.register_blueprint(invoices.blueprint, url_prefix="/invoices")
    app.register_blueprint(payments.blueprint, url_prefix="/payments")
    app.register_blueprint(reports.blueprint, url_prefix="/reports")
    register_commands(app)

    @app.get("/ping")
    def ping():
        return {"status": "ok"}

    return app
