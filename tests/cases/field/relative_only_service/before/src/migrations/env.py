from shop.core.config import settings
from alembic import context

context.config.set_main_option("sqlalchemy.url", settings.DATABASE_URL)
