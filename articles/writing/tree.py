"""
A story's HTML as a tree, for what a regular expression cannot say.

It reads what the sanitiser of `articles/story_html.py` (or another of nh3's) has made well-formed, and writes every
text and every attribute escaped. It decides nothing about what is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser

# Deeper than any story; nesting beyond it is read as if it were not there, so that no text can exhaust the stack.
DEEPEST = 100
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element:
    def __init__(self, tag: str, attributes: dict[str, str] | None = None, *children: Node) -> None:
        self.tag = tag
        self.attributes = attributes or {}
        self.children: list[Node] = []
        self.parent: Element | None = None
        self.append(*children)

    def append(self, *nodes: Node) -> None:
        self.children += self._adopted(nodes)

    def __getitem__(self, name: str) -> str:
        """Return an attribute, empty where it is missing."""
        return self.attributes.get(name, "")

    def walk(self) -> Iterator[Element]:
        """Yield the elements below, each before its own; what is removed while walking is not walked into."""
        for child in list(self.children):
            if isinstance(child, Element) and child.parent is self:
                yield child
                yield from child.walk()

    def find_all(self, *tags: str) -> list[Element]:
        return [element for element in self.walk() if element.tag in tags]

    def ancestors(self) -> Iterator[Element]:
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    def inside(self, *tags: str) -> bool:
        return any(ancestor.tag in tags for ancestor in self.ancestors())

    def replace_with(self, *nodes: Node) -> None:
        assert self.parent is not None
        parent, at = self.parent, self.place
        parent.children[at : at + 1] = parent._adopted(nodes)
        if self not in nodes:
            self.parent = None if self.parent is parent else self.parent

    def unwrap(self) -> None:
        """Leave what the element holds where it was."""
        self.replace_with(*self.children)

    def open_nameless(self) -> None:
        """Unwrap every element below that has been left without a tag: all at once, since one by one takes long."""
        opened: list[Node] = []
        for child in self.children:
            if isinstance(child, Element):
                child.open_nameless()
            opened += child.children if isinstance(child, Element) and not child.tag else [child]
        self.children = []
        self.append(*opened)

    def wrap(self, wrapper: Element) -> None:
        self.replace_with(wrapper)
        wrapper.append(self)

    def insert_after(self, *nodes: Node) -> None:
        assert self.parent is not None
        at = self.place + 1
        self.parent.children[at:at] = self.parent._adopted(nodes)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def inner_html(self) -> str:
        return "".join(
            child.html if isinstance(child, Element) else escape(child, quote=False).replace("\u00a0", "&nbsp;")
            for child in self.children
        )

    @property
    def html(self) -> str:
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        if self.tag in VOID:
            return f"<{self.tag}{attributes}>"
        return f"<{self.tag}{attributes}>{self.inner_html}</{self.tag}>"

    @property
    def place(self) -> int:
        assert self.parent is not None
        return self.parent.children.index(self)

    def _adopted(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        for node in nodes:
            if isinstance(node, Element):
                node.parent = self
        return nodes


type Node = Element | str


def parse(html: str) -> Element:
    """Return a nameless element that holds what the well-formed HTML holds."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self._open = Element("")
        self._depth = 0
        self._skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and self._depth == DEEPEST:
            self._skipped.append(tag)
            return
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open.append(element)
        if tag not in VOID:
            self._open = element
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            self._skipped.pop()
            return
        for element in (self._open, *self._open.ancestors()):
            if element.tag == tag and element.parent is not None:
                self._open = element.parent
                self._depth = sum(1 for _ancestor in self._open.ancestors())
                return

    def handle_data(self, data: str) -> None:
        self._open.append(data)
