"""Before and after, measured: two commits under the same load on a real PostgreSQL."""
