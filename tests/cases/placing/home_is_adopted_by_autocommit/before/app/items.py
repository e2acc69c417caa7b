from app.database import SessionLocal


def items():
    return SessionLocal()
