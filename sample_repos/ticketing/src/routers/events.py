"""Events: list, read, create, and what is left of them."""

from fastapi import APIRouter, HTTPException
from sqlalchemy import select

from src.analytics import Event, get_session
from src.inventory import seats_left
from src.schemas import EventIn, EventOut
from src.search_service import search_events
from src.sql import reporting_delay

router = APIRouter(tags=["events"])


@router.get("/events")
def list_events() -> list[EventOut]:
    with get_session() as session:
        reporting_delay(session.connection())
        return [EventOut.model_validate(event) for event in session.scalars(select(Event).order_by(Event.id))]


@router.get("/events/{event_id}")
def read_event(event_id: int) -> EventOut:
    with get_session() as session:
        event = session.get(Event, event_id)
        if event is None:
            raise HTTPException(status_code=404, detail="no such event")
        return EventOut.model_validate(event)


@router.post("/events", status_code=201)
def create_event(event: EventIn) -> EventOut:
    with get_session() as session:
        row = Event(name=event.name, seats=event.seats)
        session.add(row)
        session.commit()
        return EventOut.model_validate(row)


@router.get("/inventory")
def inventory() -> list[dict]:
    return seats_left()


@router.get("/search")
def search(q: str = "") -> list[dict]:
    return search_events(q)
