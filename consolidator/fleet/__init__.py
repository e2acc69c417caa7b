"""Many services in, an outcome for each out: a map of the migration, and a state file that remembers."""
