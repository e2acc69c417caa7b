"""A serverless handler lives for one request; a pool that outlives it is of no use there.

https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html
"""

from __future__ import annotations

from consolidator.meaning.world import World
from consolidator.model import Resource

CODE = "CE213"
ORDER = 100
KINDS = ("engine", "driver pool", "client")


def reason(site: Resource, world: World) -> str | None:
    """By a handler's signature or an adapter's import."""
    for function in site.facts.functions:
        names = tuple(param.name for param in function.params)
        if function.name == "lambda_handler" or (function.name == "handler" and names == ("event", "context")):
            return "the module is a serverless handler"
    if any(row.module.split(".")[0] in ("mangum", "functions_framework") for row in site.facts.imports):
        return "the module is a serverless handler"
    return None
