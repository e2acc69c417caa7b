from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI


def register(app: "FastAPI") -> None:
    def health():
        from fastapi.responses import JSONResponse

        return JSONResponse({"status": "ok"})

    app.add_api_route("/health", health)
