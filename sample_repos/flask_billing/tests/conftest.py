import os
import tempfile

os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp(prefix='billing-')}/test.db")

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from billing import create_app
from billing.tables import Base


@pytest.fixture
def app():
    engine = create_engine(os.environ["DATABASE_URL"], poolclass=NullPool)
    Base.metadata.drop_all(engine)
    application = create_app({"TESTING": True})
    assert application.test_cli_runner().invoke(args=["create-tables"]).output == "tables created\n"
    return application


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def invoice(client):
    customer = client.post("/customers", json={"name": "Ada"}).get_json()["id"]
    return client.post("/invoices", json={"customer": customer, "amount": 1000}).get_json()
