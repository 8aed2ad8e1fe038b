"""
A shell of a running newsroom that stays open: each line in is code, as JSON, and each line out what it printed.

Starting `manage.py shell` for each would take longer than most of what the tests ask.
"""

from __future__ import annotations

import io
import json
import os
import sys
import traceback
from contextlib import redirect_stdout

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
NAMES = "from articles.models import *; from comments.models import *\n"


def main() -> None:
    django.setup()
    from django.db import connections

    for line in sys.stdin:
        printed, error = io.StringIO(), ""
        try:
            with redirect_stdout(printed):
                exec(NAMES + json.loads(line), {"__name__": "__console__"})
        except Exception:
            error = traceback.format_exc()
        connections.close_all()
        print(json.dumps({"printed": printed.getvalue(), "error": error}), flush=True)


if __name__ == "__main__":
    main()
