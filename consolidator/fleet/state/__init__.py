"""What every service came to, in one SQLite file; only the coordinator writes it."""

from consolidator.fleet.state.history import Moment, moment
from consolidator.fleet.state.locking import exclusively
from consolidator.fleet.state.records import Record
from consolidator.fleet.state.store import State, read_state, write_state

__all__ = ["Moment", "Record", "State", "exclusively", "moment", "read_state", "write_state"]
