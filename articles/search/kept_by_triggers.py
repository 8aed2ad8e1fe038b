"""
What the databases keep by themselves for readers' search: when each story is public, and, on SQLite, the index.

`articles_searchterms` has the times of the story beside its terms, so that PostgreSQL finds out from that one table
which hits are public and newest.

On SQLite the index is a table of FTS5 in the order in which stories were published. FTS5 yields its rows by their
number, forwards or backwards, and stops where it is told to; that number, the place, is the minute of publication with
the number of the story behind it. So the newest twenty of twenty thousand hits cost as much as twenty hits. A story
without a time of publication has no place.
"""

# Nothing but the names of this file stands in its statements.
# ruff: noqa: S608

from datetime import datetime

from django.db import connection

# The lower bits of a place are the story's number: there is room for 16 millions of them.
STORY_BITS = 24
STORY_MASK = (1 << STORY_BITS) - 1

INDEX = """
CREATE VIRTUAL TABLE articles_searchterms_index USING fts5(
    text, names, section, content='', tokenize="ascii tokenchars '_'", detail=none, columnsize=0
);
"""


def _place(row: str) -> str:
    return f"((CAST(strftime('%s', {row}.published_at) AS INTEGER) / 60) << {STORY_BITS}) | {row}.article_id"


_ADD = f"""
    INSERT INTO articles_searchterms_index(rowid, text, names, section)
    SELECT {_place("new")}, new.text, new.names, new.section WHERE new.published_at IS NOT NULL;"""
_REMOVE = f"""
    INSERT INTO articles_searchterms_index(articles_searchterms_index, rowid, text, names, section)
    SELECT 'delete', {_place("old")}, old.text, old.names, old.section WHERE old.published_at IS NOT NULL;"""
_TIMES = "(published_at, ends_at) = (SELECT published_at, ends_at FROM articles_article WHERE id = article_id)"
ON_SQLITE = {
    "articles_searchterms_added": f"""AFTER INSERT ON articles_searchterms BEGIN{_ADD}
    UPDATE articles_searchterms SET {_TIMES} WHERE article_id = new.article_id;
END;
""",
    "articles_searchterms_changed": f"""AFTER UPDATE ON articles_searchterms BEGIN{_REMOVE}{_ADD}
END;
""",
    "articles_searchterms_removed": f"""AFTER DELETE ON articles_searchterms BEGIN{_REMOVE}
END;
""",
    "articles_article_dated": f"""AFTER UPDATE OF published_at, ends_at ON articles_article
WHEN (new.published_at, new.ends_at) IS NOT (old.published_at, old.ends_at) BEGIN
    UPDATE articles_searchterms SET {_TIMES} WHERE article_id = new.id;
END;
""",
}
FILL = f"""
INSERT INTO articles_searchterms_index(rowid, text, names, section)
SELECT {_place("articles_searchterms")} AS place, text, names, section FROM articles_searchterms
WHERE published_at IS NOT NULL ORDER BY place;
"""
# What PostgreSQL has in its index; a question has to name the very same.
INDEXED = "search_terms(text || ' ' || names || ' ' || section || ' ' || search_month(published_at))"
ON_POSTGRESQL = [
    """
CREATE FUNCTION search_month(moment timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(to_char(moment AT TIME ZONE 'UTC', '"__m"YYYYMM'), '')
$$;
""",
    """
CREATE FUNCTION articles_searchterms_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT published_at, ends_at INTO new.published_at, new.ends_at FROM articles_article WHERE id = new.article_id;
    RETURN new;
END
$$;
""",
    """
CREATE FUNCTION articles_article_dated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE articles_searchterms SET published_at = new.published_at, ends_at = new.ends_at WHERE article_id = new.id;
    RETURN NULL;
END
$$;
""",
    """
CREATE TRIGGER articles_searchterms_added BEFORE INSERT ON articles_searchterms
FOR EACH ROW EXECUTE FUNCTION articles_searchterms_added();
""",
    """
CREATE TRIGGER articles_article_dated AFTER UPDATE OF published_at, ends_at ON articles_article
FOR EACH ROW WHEN ((new.published_at, new.ends_at) IS DISTINCT FROM (old.published_at, old.ends_at))
EXECUTE FUNCTION articles_article_dated();
""",
]


def triggers() -> list[str]:
    """Return the statements that make those triggers on SQLite that are missing."""
    return [f"CREATE TRIGGER IF NOT EXISTS {name} {what}" for name, what in ON_SQLITE.items()]


def before_a_change() -> list[str]:
    """
    Return what a migration begins with on SQLite that changes a column of `articles_article` or `articles_searchterms`.

    SQLite makes the table anew for it, and refuses while a trigger of another table names the one that is gone. Such a
    migration ends with `after_a_change()`.
    """
    return [f"DROP TRIGGER {name}" for name in ON_SQLITE]


def after_a_change() -> list[str]:
    """Return what fills the index anew, since nothing kept it right meanwhile, and makes the triggers again."""
    empty = "INSERT INTO articles_searchterms_index(articles_searchterms_index) VALUES ('delete-all')"
    return [empty, f"UPDATE articles_searchterms SET {_TIMES}", FILL, *triggers()]


def merge_index() -> None:
    """
    Merge the parts of which the index consists on SQLite: each story that is written adds one, and all are asked.

    In steps of less than a second, so that nobody who writes waits for longer.
    """
    if connection.vendor != "sqlite":
        return
    command = "INSERT INTO articles_searchterms_index(articles_searchterms_index, rank) VALUES (%s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(command, ["usermerge", 2])  # as soon as two are of the same size
        changes = 2
        # Fewer say that there was nothing left to merge (https://sqlite.org/fts5.html, "The 'merge' Command").
        while changes >= 2:
            before = connection.connection.total_changes
            cursor.execute(command, ["merge", 500])
            changes = connection.connection.total_changes - before


def places(since: datetime | None, until: datetime) -> tuple[int, int]:
    """Return between which places all stories of a time stand, and a few more: they are exact to a minute."""
    first = (_minute(since) - 1) << STORY_BITS if since else -(1 << 63)
    return first, ((_minute(until) + 1) << STORY_BITS) | STORY_MASK


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
