"""The sample services, migrated end to end and put under load."""
