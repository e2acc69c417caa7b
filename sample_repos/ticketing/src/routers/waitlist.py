"""Who waits, and who must be told."""

from fastapi import APIRouter

from src import notifications, waitlist

router = APIRouter(tags=["waitlist"])


@router.get("/waitlist")
def waiting() -> list[dict]:
    return waitlist.waiting()


@router.get("/notifications/pending")
def pending() -> list[dict]:
    return notifications.pending()
