"""One order in, one result out, on any process of any machine; nothing is raised and nothing hangs."""

from consolidator.fleet.work.runner import at_work, work

__all__ = ["at_work", "work"]
