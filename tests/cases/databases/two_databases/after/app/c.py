from app.db import get_audit_engine

audit = get_audit_engine()
