from .a import engine as first

other = first
