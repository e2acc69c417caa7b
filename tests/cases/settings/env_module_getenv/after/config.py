import os

SECRET_KEY=os.getenv('SECRET_KEY', '')
DATABASE_URL=os.getenv('DATABASE_URL', 'sqlite:///app.db')
POOL_SIZE=int(os.getenv('POOL_SIZE', '5'))
POOL_MAX_OVERFLOW=int(os.getenv('POOL_MAX_OVERFLOW', '10'))
POOL_TIMEOUT=int(os.getenv('POOL_TIMEOUT', '30'))
POOL_RECYCLE=int(os.getenv('POOL_RECYCLE', '1800'))
PORT=int(os.getenv('PORT', '8000'))
