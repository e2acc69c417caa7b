"""Reports, the forecast, fraud and the summary job."""

from fastapi import APIRouter

from src import etl, refunds, report_service
from src.fraud.detector import suspicious_tickets
from src.revenue.forecast import forecast

router = APIRouter(tags=["reports"])


@router.get("/reports/daily")
def daily() -> dict:
    return report_service.daily_report()


@router.get("/reports/refunds")
def refunded() -> list[dict]:
    return refunds.refund_report()


@router.get("/reports/summary")
def summary() -> list[dict]:
    return etl.last_summary()


@router.get("/revenue/forecast")
def revenue() -> list[dict]:
    return forecast()


@router.get("/fraud/suspicious")
def suspicious() -> list[int]:
    return suspicious_tickets()


@router.post("/etl/run")
def run_etl() -> dict:
    return {"events": etl.run_etl_once()}
