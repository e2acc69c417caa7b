from app.config import DATABASE_URL

print(DATABASE_URL)
