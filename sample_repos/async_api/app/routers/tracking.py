"""Scans of parcels."""

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel

from app.services import tracking

router = APIRouter(prefix="/scans", tags=["tracking"])


class ScanIn(BaseModel):
    code: str
    place: str


@router.get("")
async def latest() -> list[dict]:
    return await tracking.latest_scans()


@router.post("", status_code=201)
async def scan(body: ScanIn) -> dict:
    if not await tracking.record_scan(body.code, body.place):
        raise HTTPException(status_code=404, detail="no such parcel")
    return {"code": body.code, "place": body.place}
