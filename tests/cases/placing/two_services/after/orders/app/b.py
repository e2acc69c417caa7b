from app.a import engine as first

other = first
