"""Generated programs keep their meaning."""
