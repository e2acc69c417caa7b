"""A factory that a framework caches already gives one engine: Streamlit's cache_resource and its older forms.

https://docs.streamlit.io/develop/api-reference/caching-and-state/st.cache_resource
"""

from __future__ import annotations

from consolidator.meaning.world import World
from consolidator.model import Resource
from consolidator.regex import lazy

CODE = "CE217"
ORDER = 50
KINDS = ("engine", "driver pool", "client")
_CACHE = lazy(r"\b(cache_resource|experimental_singleton|st\.cache|cache_data)\b")


def reason(site: Resource, world: World) -> str | None:
    """Whether a decorator of the enclosing function belongs to such a cache."""
    decorators = site.function.decorators if site.function else ()
    if any(_CACHE.search(site.facts.text(d.span)) for d in decorators):
        return "the framework caches this engine already"
    return None
