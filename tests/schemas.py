"""
What is wrong with a file that other programs read, by the rules in `tests/data/schemas/`.

Each function returns a list of sentences, which is empty for what is valid.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

RULES = Path(__file__).parent / "data" / "schemas"


def rules(name: str) -> Any:
    return json.loads((RULES / f"{name}.json").read_text(encoding="utf-8"))


def fits(rule: str, text: str) -> bool:
    """Tell whether a text is what a rule asks: one of four words, or else a pattern for the whole of it."""
    match rule:
        case "address":
            parts = urlsplit(text)
            return parts.scheme in ("http", "https") and bool(parts.netloc) and 12 <= len(text) <= 2048
        case "path":
            return text.startswith("/") and not text.startswith("//")
        case "moment":
            return _is_moment(text) or _is_day(text)
        case "moment with offset":
            return _is_moment(text)
    return bool(re.fullmatch(rule, text))


def sitemap_faults(content: bytes) -> list[str]:
    table = rules("sitemaps")
    short = {f"{{{space}}}": f"{prefix}:" for prefix, space in table["prefixes"].items()}
    root = ElementTree.fromstring(content)
    faults = list(_element_faults(root, table["elements"], short))
    if _name(root, short) not in table["roots"]:
        faults.append(f"{root.tag} is no root")
    if len(content) > table["most_bytes"]:
        faults.append(f"{len(content)} bytes")
    for name, most in table["most_in_a_file"].items():
        if (count := sum(_name(each, short) == name for each in root.iter())) > most:
            faults.append(f"{count} times {name}")
    return faults


def _element_faults(element: ElementTree.Element, table: dict[str, Any], short: dict[str, str]) -> Iterator[str]:
    name = _name(element, short)
    rule = table.get(name)
    if rule is None:
        yield f"{name} is unknown"
        return
    children = [_name(child, short) for child in element]
    known = list(rule.get("children", {}))
    if children != sorted(children, key=lambda child: known.index(child) if child in known else -1):
        yield f"{name} has its parts in another order: {children}"
    for child, (least, most) in rule.get("children", {}).items():
        if not least <= children.count(child) <= (most if most is not None else len(children)):
            yield f"{name} has {children.count(child)} {child}"
    yield from (f"{name} holds {child}" for child in children if child not in known)
    text = element.text or ""
    if not fits(rule["text"], text) if "text" in rule else text.strip():
        yield f"{name} says {text!r}"
    yield from _misfits(rule.get("attributes", {}), element.attrib, required=rule.get("attributes", {}), of=name)
    for child in element:
        yield from _element_faults(child, table, short)


def _name(element: ElementTree.Element, short: dict[str, str]) -> str:
    space, _, name = element.tag.rpartition("}")
    return f"{short.get(space + '}', space)}{name}"


def linked_data_faults(data: Iterable[dict[str, Any]], *, recommended: bool = False) -> list[str]:
    """Return the faults of what stands in a page; `recommended`: what is only recommended is missed as well."""
    table = rules("linked_data")
    faults = []
    for thing in data:
        if thing.get("@context") != table["context"]:
            faults.append(f"{thing.get('@type')} without its context")
        inside = {name: value for name, value in thing.items() if name != "@context"}
        faults += _thing_faults(inside, table["types"], recommended)
    return faults


def _thing_faults(thing: dict[str, Any], types: dict[str, Any], recommended: bool) -> Iterator[str]:
    kind = thing.get("@type", "")
    if kind not in types:
        yield f"{kind or thing} is of no type that is known"
        return
    rule = types[kind]
    wanted = rule["required"] + (rule["recommended"] if recommended else [])
    yield from (f"{kind} has no {name}" for name in wanted if name not in thing)
    for name, value in thing.items():
        if name == "@type":
            continue
        kinds = rule["properties"].get(name)
        if kinds is None:
            yield f"{kind} has {name}"
            continue
        for each in value if isinstance(value, list) else [value]:
            yield from _value_faults(f"{kind}.{name}", each, kinds, types, recommended)


def _value_faults(path: str, value: Any, kinds: list[str], types: dict[str, Any], recommended: bool) -> Iterator[str]:
    if isinstance(value, dict) and "@type" in value:
        if value["@type"] not in kinds:
            yield f"{path} is a {value['@type']}"
        yield from _thing_faults(value, types, recommended)
    elif not any(_is_a(kind, value) for kind in kinds):
        yield f"{path} is {value!r}"


def _is_a(kind: str, value: Any) -> bool:
    if kind in ("Boolean", "Integer"):
        return type(value) is {"Boolean": bool, "Integer": int}[kind]
    if kind == "reference":
        return isinstance(value, dict) and list(value) == ["@id"] and fits("address", value["@id"])
    if not isinstance(value, str) or not value:
        return False
    patterns = {
        "Text": r"(?s).+",
        "URL": "address",
        "DateTime": "moment with offset",
        "Language": r"[a-z]{2,3}(-[A-Za-z0-9]+)*",
        "Template": r"https?://.*\{search_term_string\}.*",
        "Query": r"required name=search_term_string",
    }
    return kind in patterns and fits(patterns[kind], value)


def oembed_faults(card: dict[str, Any]) -> list[str]:
    table = rules("oembed")
    texts = {name: str(value) for name, value in card.items()}
    faults = list(_misfits(table["required"] | table["optional"], texts, required=table["required"], of="card"))
    faults += [f"no {name}" for name in table["required_of_type"].get(card.get("type", ""), []) if name not in card]
    if 0 < len(found := set(table["together"]) & set(card)) < len(table["together"]):
        faults.append(f"{found} without the others")
    return faults


def manifest_faults(manifest: dict[str, Any]) -> list[str]:
    table = rules("manifest")
    texts = {name: value for name, value in manifest.items() if name != "icons"}
    faults = [f"no {name}" for name in table["required"] if name not in manifest]
    faults += _misfits(table["members"], texts, required=(), of="manifest")
    for icon in manifest.get("icons", []):
        faults += _misfits(table["icon"], icon, required=["src", "sizes"], of="icon")
    shown = {(purpose, icon["sizes"]) for icon in manifest.get("icons", []) for purpose in icon["purpose"].split()}
    return faults + [f"no icon {needed}" for needed in table["needed_icons"] if tuple(needed) not in shown]


def open_graph_faults(meta: dict[str, list[str]], *, without: Iterable[str] = ()) -> list[str]:
    """Return the faults of a page's meta tags, by name; `without` are properties that this page cannot have."""
    table = rules("open_graph")
    faults = [f"no {name}" for name in table["required"] if name not in meta and name not in without]
    faults += [f"{name} stands {len(meta[name])} times" for name in table["single"] if len(meta.get(name, [])) > 1]
    known = ("og:", "article:", "twitter:")
    for name, values in meta.items():
        if name.startswith(known):
            pattern = table["properties"].get(name)
            faults += [f"{name} is {value!r}" for value in values if pattern is None or not fits(pattern, value)]
    return faults


def _misfits(table: dict[str, str], texts: dict[str, str], *, required: Iterable[str], of: str) -> Iterator[str]:
    yield from (f"{of} has no {name}" for name in required if name not in texts)
    for name, text in texts.items():
        if name not in table:
            yield f"{of} has {name}"
        elif not fits(table[name], text):
            yield f"{of}: {name} is {text!r}"


def _is_moment(text: str) -> bool:
    """Tell whether this is a W3C date and time with its offset: https://www.w3.org/TR/NOTE-datetime."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text):
        return False
    try:
        return datetime.fromisoformat(text).utcoffset() is not None
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text)) and len(text) == 10
    except ValueError:
        return False
