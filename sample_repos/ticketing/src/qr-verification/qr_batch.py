"""Check a list of ticket codes offline: `python src/qr-verification/qr_batch.py codes.csv`."""

import csv
import hashlib
import os
import sys

from sqlalchemy import create_engine


def _pg_engine():
    return create_engine(os.environ["DATABASE_URL"])


def is_valid(code: str) -> bool:
    """A code is `<ticket>-<first eight digits of its SHA-256>`."""
    ticket, _, checksum = code.rpartition("-")
    return bool(ticket) and hashlib.sha256(ticket.encode()).hexdigest()[:8] == checksum


def main(path: str) -> int:
    with open(path, newline="") as handle:
        codes = [row[0] for row in csv.reader(handle) if row]
    invalid = [code for code in codes if not is_valid(code)]
    for code in invalid:
        print(f"invalid: {code}")
    print(f"{len(codes) - len(invalid)} of {len(codes)} codes are valid")
    return 1 if invalid else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
