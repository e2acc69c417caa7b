"""What the code means, and the files that deploy it, to the processes of a service: how each starts, what it loads.

Nothing is decided here. The only door to YAML.
"""

from consolidator.processes.joining import processes, reach
from consolidator.processes.limits import max_connections

__all__ = ["max_connections", "processes", "reach"]
