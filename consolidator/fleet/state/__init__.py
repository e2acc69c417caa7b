"""What every service came to, in one SQLite file; only the coordinator writes it."""

from consolidator.fleet.state.locking import exclusively
from consolidator.fleet.state.records import Record
from consolidator.fleet.state.store import State, read_state, write_state

__all__ = ["Record", "State", "exclusively", "read_state", "write_state"]
