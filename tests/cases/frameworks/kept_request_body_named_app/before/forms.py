from dataclasses import dataclass


@dataclass
class App:
    name: str


app = App("shop")
