import atexit

from django.contrib import admin
from django.http import HttpRequest, JsonResponse
from django.urls import include, path

from src.db import close_db, ping, pool_status

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("shop.urls")),
]


def database_health(request: HttpRequest) -> JsonResponse:
    """Answer with the pool's numbers, or 503 when the database does not answer."""
    if ping():
        return JsonResponse(pool_status())
    response = JsonResponse(
        {"status": "unavailable", **pool_status()},
        status=503,
    )
    response["Cache-Control"] = "no-store"
    return response


urlpatterns.insert(0, path("health/db", database_health))


atexit.register(close_db)
