"""Commands: `flask --app billing.wsgi <command>`."""

from datetime import date

import click
from sqlalchemy import create_engine, select

from billing import settings
from billing.tables import Base, Customer, Invoice


@click.command("create-tables")
def create_tables():
    """Create the tables that do not exist yet."""
    engine = create_engine(settings.DATABASE_URL)
    Base.metadata.create_all(engine)
    engine.dispose()
    click.echo("tables created")


@click.command("remind")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), default=None)
def remind(today):
    """Print who has to be reminded."""
    limit = today.date() if today else date.today()
    with create_engine(settings.DATABASE_URL).connect() as connection:
        overdue = connection.execute(
            select(Customer.name, Invoice.id)
            .join(Invoice, Invoice.customer_id == Customer.id)
            .where(Invoice.due < limit)
            .order_by(Invoice.id)
        ).all()
    for name, invoice in overdue:
        click.echo(f"{name}: invoice {invoice} is overdue")


def register_commands(app):
    app.cli.add_command(create_tables)
    app.cli.add_command(remind)
