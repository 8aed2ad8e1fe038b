from datetime import datetime

from django.db.models import Q


def public_at(at: datetime, of: str = "") -> Q:
    """Return the condition of a story that everybody may read; `of` is the path to it, such as `article__`."""
    until = Q(**{f"{of}ends_at": None}) | Q(**{f"{of}ends_at__gt": at})
    return Q(**{f"{of}published_at__lte": at}) & until
