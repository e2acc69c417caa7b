"""Import the feeds."""

import atexit
import sys

from src.db import close_db


def main():
    print(sys.argv)


atexit.register(close_db)

if __name__ == "__main__":
    main()
