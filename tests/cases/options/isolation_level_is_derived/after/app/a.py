from app.db import get_engine

engine = get_engine().execution_options(isolation_level="AUTOCOMMIT")
