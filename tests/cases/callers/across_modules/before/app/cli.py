import app.reports as reports


def main():
    return reports.get_engine().name
