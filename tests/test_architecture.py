"""The directions of imports, and the design's nevers as far as the syntax tree shows them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ("newsroom", "articles", "comments")


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        yield from _modules_in(folder)


@cache
def _modules_in(folder: str) -> list[tuple[str, ast.Module]]:
    paths = [path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts]
    return [(str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


@cache
def imports(tree: ast.Module) -> set[str]:
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


def imports_of(tree: ast.Module, package: str) -> set[str]:
    return {name for name in imports(tree) if name == package or name.startswith(f"{package}.")}


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def is_in(path: str, *places: str) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)


@pytest.mark.parametrize(
    ("importer", "imported"), [("articles", "comments"), ("articles", "newsroom"), ("comments", "newsroom")]
)
def test_imports_point_one_way(importer, imported):
    wrong = {path: found for path, tree in modules(importer) if (found := imports_of(tree, imported))}

    assert wrong == {}


def test_screening_alone_imports_akismet():
    users = {path for path, tree in modules(*APPS) if imports_of(tree, "akismet")}

    assert users == {"comments/screening/client.py"}


def test_nothing_else_speaks_http():
    clients = ("httpx", "requests", "urllib.request", "http.client", "aiohttp")
    users = {path for path, tree in modules(*APPS) for client in clients if imports_of(tree, client)}

    # The start command asks its own health address.
    assert users == {"comments/screening/client.py", "newsroom/management/commands/run.py"}


def test_no_signal_generic_key_or_save_override_carries_our_workflow():
    for path, tree in modules(*APPS):
        assert not imports_of(tree, "django.db.models.signals"), path
        assert not imports_of(tree, "django.dispatch"), path
        assert not imports_of(tree, "django.contrib.contenttypes.fields"), path
    for path, tree in modules("articles/models", "comments/models"):
        overrides = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        assert not {"save", "delete"} & set(overrides), path


def test_no_request_in_a_model_a_form_or_a_task():
    places = ("articles/models", "comments/models")
    for path, tree in modules(*APPS):
        if is_in(path, *places) or Path(path).name in ("forms.py", "tasks.py"):
            arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
            assert "request" not in arguments, path


WRITERS = {
    "status": ("comments/models", "comments/demo"),
    "verdict": ("comments/screening", "comments/demo"),
    "published_at": ("articles/models",),
    "first_published_at": ("articles/models",),
    "updated_at": ("articles/models", "articles/revisions/due.py"),
    "version": ("articles/models", "comments/models/decisions.py"),
}


def written_columns(tree: ast.Module) -> Iterator[str]:
    """Names that are assigned as attributes of an object, or given to update(), release() and their kind."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.attr for target in targets if isinstance(target, ast.Attribute))
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in ("update", "release", "update_or_create", "bulk_update"):
                yield from (keyword.arg for keyword in node.keywords if keyword.arg)


@pytest.mark.parametrize("column", WRITERS)
def test_a_state_is_written_by_its_own_methods_alone(column):
    writers = {path for path, tree in modules(*APPS) if column in set(written_columns(tree))}

    # `status` is also what an HTTP answer has.
    strangers = {path for path in writers if not is_in(path, *WRITERS[column])}
    assert strangers == set()


def manager_calls(tree: ast.Module, model: str) -> Iterator[str]:
    """The first method that is called on a model's manager, wherever it is used."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Attribute)
            and node.value.attr == "objects"
            and isinstance(node.value.value, ast.Name)
            and node.value.value.id == model
        ):
            yield node.attr


@pytest.mark.parametrize(
    ("model", "places", "starts"),
    [
        ("Article", ["articles/addresses/old.py"], {"published", "withdrawn"}),
        ("Correction", ["articles/corrections/views.py", "articles/sitemaps/listing.py"], {"published"}),
        (
            "Article",
            ["articles/views.py", "articles/live/views.py", "articles/feeds.py", "articles/sitemaps/listing.py"],
            {"published", "withdrawn"},
        ),
        ("Article", ["comments/posting/views.py", "comments/views.py"], {"published"}),
        ("Comment", ["comments/views.py", "comments/posting/forms.py", "comments/posting/views.py"], {"approved"}),
        ("Article", ["comments/feeds.py"], {"published", "withdrawn"}),
        ("Comment", ["comments/feeds.py"], {"approved", "featured"}),
    ],
)
def test_every_public_query_starts_at_what_is_public(model, places, starts):
    for path, tree in modules(*{place.split("/")[0] for place in places}):
        if path in places:
            assert set(manager_calls(tree, model)) <= starts, path


def test_every_view_names_its_method():
    """No state changes on a GET: what takes a POST takes nothing else."""
    names = {"require_POST", "require_safe", "for_moderators", "for_rule_readers", "for_rule_writers"}
    names |= {"for_discussion", "for_house", "for_personal_data"}
    for path, tree in modules("articles", "comments"):
        if Path(path).name not in ("views.py", "feeds.py"):
            continue
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            arguments = [argument.arg for argument in node.args.args]
            if arguments[:1] == ["request"] and node.name != "render_article":
                decorators = {getattr(decorator, "id", "") for decorator in node.decorator_list}
                assert decorators & {"require_POST", "require_safe"}, f"{path}: {node.name}"
                others = {"csrf_exempt", "conditional_page", "renamed_leads_on"}
                assert decorators <= names | others, f"{path}: {node.name}"


def test_what_readers_wrote_is_never_declared_safe():
    declare = {"mark_safe", "SafeString", "SafeText"}
    declaring = set()
    for path, tree in modules("comments"):
        called = {getattr(node.func, "id", "") for node in ast.walk(tree) if isinstance(node, ast.Call)}
        declaring |= {path} if declare & called else set()
    # They escape every value themselves, as articles/stencils.py does; the corpora of hostile strings go through all.
    assert declaring == {"comments/markup.py", "comments/moderation/markup.py"}
    for path, text in templates():
        assert not re.search(r"\|\s*safe|autoescape\s+off", text), path


def test_no_template_holds_inline_script_style_or_a_strangers_address():
    for path, text in templates():
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), path
        foreign = re.sub(r"https?://www\.sitemaps\.org", "", text)
        assert not re.search(r"""(src|href|action)=["']?(https?:)?//""", foreign), path


def strings(tree: ast.Module) -> Iterator[str]:
    """The texts in a module, docstrings and comments left out."""
    places = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, places) and ast.get_docstring(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def test_python_writes_no_script_but_one_block_of_data():
    """The rule for templates has no way around it in Python: data that browsers never run come from one module."""
    tag = re.compile(r"<(?:script|style)[^>]*>?")

    written = [(path, found) for path, tree in modules(*APPS) for text in strings(tree) for found in tag.findall(text)]

    assert written == [("articles/data_block.py", '<script type="application/ld+json">')]


def test_the_error_pages_read_neither_request_nor_database():
    (tree,) = [tree for path, tree in modules("newsroom") if path == "newsroom/errors.py"]

    reads = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "request"
    ]
    assert reads == []
    assert not imports_of(tree, "articles") | imports_of(tree, "comments")
