from billing.orders import orders


def test_orders():
    assert orders
