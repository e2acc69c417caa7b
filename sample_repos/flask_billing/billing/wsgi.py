"""The application for a WSGI server."""

from billing import create_app

app = create_app()
