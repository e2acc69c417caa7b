from src.shop import orders


def test_add_is_a_coroutine():
    assert orders.add.__code__.co_flags & 0x80
