"""Create the tables that do not exist yet: `python -m shop.schema`."""

from sqlalchemy import create_engine

from shop.settings import get_settings
from shop.tables import main, visits_metadata


def create_tables() -> None:
    settings = get_settings()
    main_engine = create_engine(settings.database_url)
    main.create_all(main_engine)
    main_engine.dispose()
    analytics_engine = create_engine(settings.analytics_url)
    visits_metadata.create_all(analytics_engine)
    analytics_engine.dispose()


if __name__ == "__main__":
    create_tables()
