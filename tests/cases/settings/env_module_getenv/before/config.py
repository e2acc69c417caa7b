import os

SECRET_KEY=os.getenv('SECRET_KEY', '')
DATABASE_URL=os.getenv('DATABASE_URL', 'sqlite:///app.db')
PORT=int(os.getenv('PORT', '8000'))
