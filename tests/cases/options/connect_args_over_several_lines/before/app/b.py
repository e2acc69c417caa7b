from sqlalchemy import create_engine

from app.config import DATABASE_URL

engine = create_engine(
    DATABASE_URL,
    connect_args={
        "init_command": '''SET sql_mode = 'ANSI',  -- quotes as elsewhere
            time_zone = '+00:00' ''',
    },
)
