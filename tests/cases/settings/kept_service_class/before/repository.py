class Repository:
    def __init__(self, database_url, timeout=5):
        self.database_url = database_url
        self.timeout = timeout
