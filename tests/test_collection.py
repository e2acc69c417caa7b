"""Garbage is collected rarely, and never lost in a process that goes on to other services."""

from __future__ import annotations

import gc
import subprocess
import sys
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


def test_the_end_of_the_program_looks_for_no_cycles_and_ends_what_it_started() -> None:
    """What `atexit` knows of is done all the same."""
    code = (
        "import atexit, gc, sys\n"
        "from consolidator.cli import main\n"
        "atexit.register(lambda: print(len(gc.get_objects()) < gc.get_freeze_count(), flush=True))\n"
        "sys.argv = ['consolidate', 'explain', 'CE101', '-f', 'json']\n"
        "sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("]\nTrue\n")
