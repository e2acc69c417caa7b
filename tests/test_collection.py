"""Garbage is collected rarely, and never lost in a process that goes on to other services."""

from __future__ import annotations

import gc
import weakref

from consolidator.collection import collect_all, no_collection


class Node:
    """One of two that hold each other."""

    other: Node | None = None


def cycle() -> weakref.ref[Node]:
    one, two = Node(), Node()
    one.other, two.other = two, one
    return weakref.ref(one)


def test_cycles_that_were_set_aside_are_freed_between_two_services() -> None:
    with no_collection():
        lost = cycle()
    gc.collect()
    assert lost() is not None
    collect_all()
    assert lost() is None


def test_what_is_in_use_stays() -> None:
    kept = Node()
    with no_collection():
        kept.other = Node()
    collect_all()
    assert kept.other is not None


def test_collecting_goes_on_afterwards_where_it_did_before() -> None:
    with no_collection():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with no_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
        collect_all()
