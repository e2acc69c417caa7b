from jobs.load import engine as first

other = first
