"""What the API takes and gives."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class EventIn(BaseModel):
    name: str = Field(min_length=1, max_length=200)
    seats: int = Field(ge=0)


class EventOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    seats: int
    starts_at: datetime
