def get_db_client() -> DatabaseClient:
    """Return the client, creating it on first use."""
    client = _client
    return init_db_client() if client is None else client
