"""For load balancers and monitors: whether the process lives, and whether it can do its work."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    return _plain("ok")


def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and has every migration, else 503 and which of the two is missing."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return _plain("the database does not answer", status=503)
    if pending:
        return _plain(f"{len(pending)} migrations are missing", status=503)
    return _plain("ok")


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text + "\n", content_type="text/plain", status=status, headers={"Cache-Control": "no-store"})
