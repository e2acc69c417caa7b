"""Sum up tickets by event."""

from decimal import Decimal


def summarise(rows: list[dict]) -> list[dict]:
    summary: dict[int, dict] = {}
    for row in rows:
        entry = summary.setdefault(
            row["event_id"],
            {"event_id": row["event_id"], "event_name": row["event_name"], "tickets_sold": 0, "revenue": Decimal(0)},
        )
        entry["tickets_sold"] += 1
        entry["revenue"] += Decimal(str(row["price"]))
    return list(summary.values())
