"""OpenTelemetry's instrumentation sees each statement once, in one loop and in the next, on sync and async engines."""

import asyncio

import db_both as db
from counting import Server, before, compared
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import text

spans = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(spans))
engine, late = db.get_engine(), db.get_async_engine()
SQLAlchemyInstrumentor().instrument(engines=[engine, late.sync_engine], tracer_provider=provider)


def seen():
    found = [
        span.attributes["db.statement"] for span in spans.get_finished_spans() if "db.statement" in span.attributes
    ]
    spans.clear()
    return found.count("SELECT 42")


async def ask():
    async with late.connect() as connection:
        await connection.execute(text("SELECT 42"))


for _ in range(2):
    with engine.connect() as connection:
        connection.execute(text("SELECT 42"))
    assert seen() == 1
    asyncio.run(ask())
    assert seen() == 1
server = Server()
found = server.count()
db.close_db()
compared(before(server, 4), found, "four traced calls")
