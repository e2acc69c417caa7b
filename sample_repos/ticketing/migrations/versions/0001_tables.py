"""Create the tables of the first release.

Revision ID: 0001
Revises:
"""

from alembic import op

from src.analytics.models import Base

revision = "0001"
down_revision = None


def upgrade():
    Base.metadata.create_all(op.get_bind())


def downgrade():
    Base.metadata.drop_all(op.get_bind())
