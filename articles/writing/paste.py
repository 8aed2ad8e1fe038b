"""
Clean text from what was copied out of Word, Google Docs, LibreOffice or a web page.

`static/js/writing/paste.js` does the same in the browser, so that a journalist sees at once what will be kept; both are
tested with the files in `tests/data/paste/`. What is allowed at all is said in `articles/story_html.py` alone, whose
sanitiser runs behind this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import nh3

from articles.writing.tree import Element, Node, parse

# Parameters that tell the other site who sent the reader, and nothing about the page.
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|igsh|mc_[ce]id|_hsenc|_hsmi|mkt_tok|xtor|at_\w+"
)
# What our own editor never makes: then, and only then, a text is taken for a pasted one.
_OWN_TAGS = (
    r"p|h2|h3|blockquote|ul|ol|li|hr|br|strong|em|code|a|figure|img|figcaption|table|tbody|tr|th|td|footer|aside|small"
)
_FOREIGN = re.compile(
    rf"<(?!/?(?:{_OWN_TAGS})[\s>/])[a-z!?/]"
    r"|<[a-z][^<>]*\s(?:style|lang|id|role)\s*=|<a\s[^<>]*\sname\s*="
    r"|<(?!fig|tab|img|small)[a-z][^<>]*\sclass\s*="
    r"|<small(?! class=\"note\">)"
    rf"|[?&;](?:{TRACKING.pattern})=",
    re.IGNORECASE,
)

_BOXES = ("div", "section", "article", "main", "header", "center", "address", "details", "summary", "dl")
_BLOCKS = (
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "hr", "figure", "table", "aside", "pre"),
    *("dt", "dd", "footer", *_BOXES),
)
_READ = {
    *_BLOCKS,
    *("li", "br", "strong", "em", "code", "a", "img", "figcaption", "tbody", "tr", "th", "td", "small"),
    *("b", "i", "span", "font", "thead", "tfoot", "caption", "nav", "tt", "kbd", "samp"),
}
_UNREAD = {"script", "style", "title", "noscript", "iframe", "object", "svg", "math", "template", "button", "select"}
_UNREAD |= {"textarea", "video", "audio", "canvas", "xml"}
_reader = nh3.Cleaner(
    tags=_READ,
    clean_content_tags=_UNREAD,
    attributes={
        "*": {"style", "class", "id", "role", "hidden"},
        "a": {"href", "title", "data-article"},
        "img": {"src", "alt", "width", "height", "data-file"},
        "ol": {"start"},
        "th": {"colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def clean_pasted(html: str) -> str:
    """Return the HTML as our editor would have made it; unchanged where nothing shows that it comes from elsewhere."""
    if not _FOREIGN.search(html):
        return html
    root = parse(_reader.clean(html))
    for step in _STEPS:
        step(root)
    return root.inner_html


def without_tracking(address: str) -> str:
    """Return a web address without the parameters that follow the reader, out of a search engine's redirect."""
    try:
        parts = urlsplit(address)
        if parts.hostname in ("www.google.com", "google.com") and parts.path == "/url":
            inner = dict(parse_qsl(parts.query))
            return without_tracking(inner.get("q") or inner.get("url") or "")
    except ValueError:
        return address
    if not re.search(rf"(?:^|[&;])(?:{TRACKING.pattern})=", parts.query, re.IGNORECASE):
        return address
    kept = [
        pair for pair in re.split("[&;]", parts.query) if not TRACKING.fullmatch(pair.partition("=")[0].lower().strip())
    ]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _styles(element: Element) -> dict[str, str]:
    declarations = (declaration.partition(":") for declaration in element["style"].lower().split(";"))
    return {name.strip(): value.strip() for name, _colon, value in declarations}


def _remove_unseen(root: Element) -> None:
    """Take away what the other page does not show, or what stands around its text."""
    for element in list(root.walk()):
        if element.parent is None:
            continue
        styles = _styles(element)
        is_hidden = styles.get("display") == "none" or styles.get("mso-hide") == "all" or "hidden" in element.attributes
        around = element.tag == "nav" or element["role"] in ("navigation", "banner", "search", "contentinfo")
        around |= element.tag == "footer" and not element.inside("blockquote")
        around |= element.tag == "aside" and bool(element.attributes)
        if is_hidden or around:
            element.replace_with()


def _make_word_lists(root: Element) -> None:
    """Make lists of the paragraphs that Word writes with a bullet or a number as their first letters."""
    for paragraph in root.find_all("p"):
        if paragraph.parent is None or (marker := _marker(paragraph)) is None:
            continue
        run, following = [(paragraph, *marker)], _next(paragraph)
        while following is not None and following.tag == "p" and (marker := _marker(following)):
            run.append((following, *marker))
            following = _next(following)
        _make_list(run)


_MARKER = re.compile(r"\s*(?:(?P<bullet>[·•▪◦‣§o–])|\(?(?P<number>\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])(?P<gap>\s+)")


def _marker(paragraph: Element) -> tuple[int, bool] | None:
    """Return level and kind (is it numbered?) of a paragraph that is an item of one of Word's lists."""
    styles = _styles(paragraph)
    level = re.search(r"level([1-9])", styles.get("mso-list", ""))
    found = _MARKER.match(paragraph.text)
    if level:
        return int(level[1]), bool(found and found["number"])
    if found is None:
        return None
    # Without Word's own word for it, a marker is one that is followed by a gap no typist makes.
    is_item = paragraph["class"].lower().startswith("msolistparagraph") or re.search("\t|\u00a0.|.\u00a0", found["gap"])
    return (1, bool(found["number"])) if is_item else None


def _make_list(run: list[tuple[Element, int, bool]]) -> None:
    first = run[0][0]
    lists: list[tuple[int, Element]] = []
    for paragraph, level, is_numbered in run:
        while lists and lists[-1][0] > level and len(lists) > 1:
            lists.pop()
        tag = "ol" if is_numbered else "ul"
        if not lists or lists[-1][0] < level or (len(lists) == 1 and lists[0][1].tag != tag):
            opened = Element(tag)
            if lists and lists[-1][0] < level:
                lists[-1][1].children[-1].append(opened)  # type: ignore[union-attr]  # an item
            else:
                first.parent.children.insert(first.place, opened)  # type: ignore[union-attr]
                opened.parent = first.parent
                lists.clear()
            lists.append((level, opened))
        _remove_marker(paragraph)
        lists[-1][1].append(Element("li", {}, Element("p", {}, *paragraph.children)))
    for paragraph, _level, _is_numbered in run:
        paragraph.replace_with()


def _remove_marker(paragraph: Element) -> None:
    ignored = [part for part in paragraph.find_all("span") if "ignore" in _styles(part).get("mso-list", "")]
    if ignored:
        ignored[0].replace_with()
        return
    found = _MARKER.match(paragraph.text)
    left = found.end() if found else 0
    for text in _texts(paragraph):
        cut = min(left, len(text.value))
        text.replace(text.value[cut:])
        left -= cut


class _Text:
    """One text of a tree, which can be replaced."""

    def __init__(self, parent: Element, place: int) -> None:
        self.parent, self.place = parent, place

    @property
    def value(self) -> str:
        return str(self.parent.children[self.place])

    def replace(self, text: str) -> None:
        self.parent.children[self.place] = text


def _texts(element: Element) -> Iterator[_Text]:
    for place, child in enumerate(element.children):
        if isinstance(child, str):
            yield _Text(element, place)
        else:
            yield from _texts(child)


def _next(element: Element) -> Element | None:
    """Return the element behind this one, if only space is between them."""
    assert element.parent is not None
    for sibling in element.parent.children[element.place + 1 :]:
        if isinstance(sibling, Element):
            return sibling
        if sibling.strip():
            return None
    return None


def _name_emphasis(root: Element) -> None:
    """Make <strong> and <em> of what is bold and italic by tag or by style, and nothing of what is not."""
    for element in list(root.walk()):
        if element.tag not in ("b", "i", "strong", "em", "span", "font"):
            continue
        styles = _styles(element)
        weight, slant = styles.get("font-weight", ""), styles.get("font-style", "")
        is_bold = bool(re.fullmatch("bold|bolder|[6-9]00", weight)) or (element.tag in ("b", "strong") and not weight)
        is_italic = slant in ("italic", "oblique") or (element.tag in ("i", "em") and not slant)
        holds_blocks = any(child.tag in (*_BLOCKS, "li") for child in element.walk())
        if element.inside("h1", "h2", "h3", "h4", "h5", "h6") or holds_blocks or not element.text.strip():
            is_bold = is_italic = False
        is_bold, is_italic = is_bold and not element.inside("strong"), is_italic and not element.inside("em")
        if is_bold and is_italic:
            inner, element.children = element.children, []
            element.append(Element("em", {}, *inner))
        element.tag = "strong" if is_bold else "em" if is_italic else ""
        element.attributes = {}
    root.open_nameless()


_RENAMED = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "dt": "p", "dd": "p", "tt": "code", "kbd": "code"}
_RENAMED |= {"samp": "code"}


def _rename(root: Element) -> None:
    for small in root.find_all("small"):
        if small["class"] != "note":
            small.unwrap()
    for element in list(root.walk()):
        if element.tag == "p" and re.fullmatch(r"mso(sub)?title", element["class"].lower()):
            element.tag = "h2"
        elif element.tag == "dt":
            element.children, inside = [], element.children
            element.append(Element("strong", {}, *inside))
        elif element.tag == "pre":
            element.tag, lines = "p", element.text.strip("\n").split("\n")
            element.children = []
            element.append(Element("code", {}, *_joined(lines)))
        element.tag = _RENAMED.get(element.tag, element.tag)
    for part in root.find_all("thead", "tfoot", "tbody"):
        part.unwrap()


def _joined(lines: list[str]) -> Iterator[Node]:
    for number, line in enumerate(lines):
        if number:
            yield Element("br")
        yield line


def _clean_links(root: Element) -> None:
    """Keep links that lead somewhere, without what tells where the reader comes from."""
    for link in root.find_all("a"):
        address = without_tracking(link["href"].strip())
        if not address or address.startswith("#") or not link.text.strip():
            link.unwrap()
        else:
            link.attributes["href"] = address


def _keep_own_pictures(root: Element) -> None:
    for image in root.find_all("img"):
        if not image["src"].startswith("/media/"):
            image.replace_with()
    for figure in root.find_all("figure"):
        if not figure.find_all("img", "table", "a"):
            figure.tag = "div"
    for caption in root.find_all("figcaption"):
        if not caption.inside("figure"):
            caption.tag = "p"


def _frame_tables(root: Element) -> None:
    """Give a table with a caption the frame in which our editor keeps both."""
    for table in root.find_all("table"):
        captions = table.find_all("caption")
        for caption in captions:
            caption.replace_with()
        words = [child for caption in captions for child in caption.children]
        if any((word if isinstance(word, str) else word.text).strip() for word in words):
            frame = Element("figure", {"class": "table"})
            table.wrap(frame)
            frame.append(Element("figcaption", {}, *words))


def _open_boxes(root: Element) -> None:
    """Take the boxes of a page away, and make paragraphs of the words that stand in them beside other blocks."""
    for box in (root, *root.find_all(*_BOXES, "blockquote", "aside", "td", "th")):
        is_cell = box.tag in ("td", "th")
        if not is_cell or any(child.tag in _BLOCKS for child in box.walk()):
            _wrap_loose_words(box)
    for box in root.find_all(*_BOXES):
        box.tag = ""
    root.open_nameless()


def _wrap_loose_words(box: Element) -> None:
    children, box.children = box.children, []
    loose: list[Node] = []
    for child in [*children, None]:
        if child is not None and (isinstance(child, str) or child.tag not in (*_BLOCKS, "img")):
            loose.append(child)
            continue
        if any((node if isinstance(node, str) else node.text).strip() for node in loose):
            box.append(Element("p", {}, *loose))
        loose = []
        if child is not None:
            box.append(child)


def _split_at_double_breaks(root: Element) -> None:
    """Make paragraphs where somebody pressed Enter twice."""
    for paragraph in root.find_all("p"):
        if not paragraph.find_all("br"):
            continue
        parts: list[list[Node]] = [[]]
        breaks = 0
        for child in paragraph.children:
            if isinstance(child, Element) and child.tag == "br":
                breaks += 1
                continue
            if isinstance(child, str) and not child.strip() and breaks:
                continue
            if breaks > 1:
                parts.append([])
            elif breaks == 1 and parts[-1]:
                parts[-1].append(Element("br"))
            breaks = 0
            parts[-1].append(child)
        paragraph.replace_with(*[Element("p", {}, *part) for part in parts if part])


def _space(root: Element) -> None:
    """Make one space of each run of spaces, and none at the ends of a block."""
    for text in list(_texts(root)):
        if not any(ancestor.tag == "code" for ancestor in (text.parent, *text.parent.ancestors())):
            text.replace(re.sub(r"[ \t\r\n\u00a0]*[\t\r\n ][ \t\r\n\u00a0]*|\u00a0{2,}", " ", text.value))
    for block in [root, *root.find_all(*_BLOCKS, "li", "figcaption", "tr", "td", "th", "small")]:
        _trim(block)


def _trim(block: Element) -> None:
    for at, cut in ((0, str.lstrip), (-1, str.rstrip)):
        inner = block
        while inner.children:
            end = inner.children[at]
            if isinstance(end, str):
                inner.children[at] = cut(end)
                break
            if end.tag not in ("strong", "em", "a"):
                break
            inner = end
    block.children = [
        child
        for child in block.children
        if not (isinstance(child, str) and (child == "" or (not child.strip() and _is_between_blocks(block))))
    ]


def _is_between_blocks(block: Element) -> bool:
    return all(
        not child.strip() if isinstance(child, str) else child.tag in (*_BLOCKS, "li", "tbody", "tr", "td", "th", "img")
        for child in block.children
    ) and any(isinstance(child, Element) for child in block.children)


def _merge_emphasis(root: Element) -> None:
    """Join neighbours of one kind, which a word processor splits wherever somebody typed later."""
    for element in list(root.walk()):
        if element.tag not in ("strong", "em") or element.parent is None:
            continue
        place = element.place + 1
        siblings = element.parent.children
        while place < len(siblings) and isinstance(other := siblings[place], Element) and other.tag == element.tag:
            other.replace_with()
            element.append(*other.children)


def _remove_empty(root: Element) -> None:
    """Remove what shows nothing; blank lines are the page's business, and not the text's."""
    kept = ("img", "hr", "br", "table", "tbody", "tr", "td", "th")
    for element in reversed(list(root.walk())):
        shows = element.text.strip() or element.tag in kept or element.find_all("img", "hr", "table")
        if element.parent is not None and not shows:
            element.replace_with()


def _forget_attributes(root: Element) -> None:
    for element in root.walk():
        for name in ("style", "id", "role", "hidden"):
            element.attributes.pop(name, None)
        if element.tag not in ("figure", "small"):
            element.attributes.pop("class", None)


_STEPS: tuple[Callable[[Element], None], ...] = (
    _remove_unseen,
    _make_word_lists,
    _name_emphasis,
    _rename,
    _clean_links,
    _keep_own_pictures,
    _frame_tables,
    _open_boxes,
    _split_at_double_breaks,
    _space,
    _merge_emphasis,
    _remove_empty,
    _forget_attributes,
)
