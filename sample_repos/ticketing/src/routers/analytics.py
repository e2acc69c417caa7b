"""Figures for the dashboard."""

from fastapi import APIRouter

from src.analytics import dashboard, queries

router = APIRouter(prefix="/analytics", tags=["analytics"])


@router.get("/sales")
def sales() -> list[dict]:
    return queries.sales_by_event()


@router.get("/attendance")
def attendance() -> list[dict]:
    return queries.attendance_by_event()


@router.get("/top-events")
def top_events() -> list[dict]:
    return dashboard.top_events()
