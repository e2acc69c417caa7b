from sqlalchemy import create_engine

from app.config import AUDIT_URL

audit = create_engine(AUDIT_URL)
