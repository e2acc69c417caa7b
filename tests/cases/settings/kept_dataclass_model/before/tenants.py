from dataclasses import dataclass


@dataclass
class Tenant:
    name: str
    database_url: str
