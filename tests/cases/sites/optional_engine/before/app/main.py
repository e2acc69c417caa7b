from app import etl, reports


def main():
    return etl.totals() + reports.totals()
