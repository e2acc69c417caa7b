"""Text to facts, and text with edits to text: the only rooms that know Python's grammar."""
