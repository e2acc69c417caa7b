from app import reports


def test_total_is_a_function():
    assert callable(reports.total)
