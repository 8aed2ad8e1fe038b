"""
A story's text as readers see it: present addresses, numbered footnotes, tables that scroll, cards and boxes with names.

What is stored holds no number, no `id` and no foreign host: all of it is worked out here, whenever a page or a feed is
made, so that nothing in a text can be out of date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from articles.story_html import with_pictures
from articles.writing.blocks import CARD
from articles.writing.tree import Element, parse

if TYPE_CHECKING:
    from articles.models.article import Article
    from articles.models.picture import Picture

_ANYTHING_TO_DO = re.compile(r'<(?:table|aside|small|footer)[ >]|<figure class="| data-article="')


def story_as_shown(
    html: str,
    pictures: Mapping[int, Picture],
    stories: Mapping[int, Article],
    *,
    prefix: str = "",
    for_feed: bool = False,
) -> SafeString:
    """
    Return sanitised story HTML ready for readers; `stories` are those that it may link to.

    The prefix keeps the notes of several stories apart where one reader shows them together.
    """
    html = with_pictures(html, pictures, for_feed=for_feed)
    if not _ANYTHING_TO_DO.search(html):
        return mark_safe(html)  # noqa: S308  # it is sanitised
    story = parse(html)
    _link_stories(story, stories)
    _show_cards(story)
    _show_tables(story, prefix)
    _show_boxes(story, prefix)
    _show_sources(story)
    _show_notes(story, prefix)
    return mark_safe(story.inner_html)  # noqa: S308  # the tree escapes each text and attribute


def _link_stories(story: Element, stories: Mapping[int, Article]) -> None:
    """Give each internal link the present address; what is not public is no link."""
    for link in story.find_all("a"):
        if "data-article" not in link.attributes:
            continue
        target = stories.get(int(link["data-article"]))
        if target is None or not target.is_published:
            link.unwrap()
            continue
        del link.attributes["data-article"]
        link.attributes["href"] = target.get_absolute_url()


def _show_cards(story: Element) -> None:
    """Show each card with its picture and the host that it leads to; one whose link is gone becomes its words."""
    for card in story.find_all("figure"):
        if card["class"] != CARD:
            continue
        # Below it may stand links of the note, or to the licence of the picture.
        link = next((link for link in card.find_all("a") if not link.inside("figcaption")), None)
        if link is None or not link["href"]:
            _remove_credits(card)
            card.replace_with(Element("p", {}, card.text.strip()))
            continue
        picture = next(iter(card.find_all("picture", "img")), None)
        if picture:
            picture.replace_with()
        host = urlsplit(link["href"]).hostname or ""
        title = Element("span", {"class": "link-card-title"}, *link.children)
        link.children = []
        if picture:
            card.attributes["class"] = f"{CARD} has-picture"
            link.append(picture)
        link.append(title)
        if host:
            link.append(" ", Element("span", {"class": "link-card-host"}, host.removeprefix("www.")))
            link.attributes["rel"] = "external noopener"


def _remove_credits(card: Element) -> None:
    for credit in card.find_all("span"):
        credit.replace_with()


def _show_tables(story: Element, prefix: str) -> None:
    """Let each table scroll by itself, by keyboard as well, under the name that its caption gives it."""
    for number, table in enumerate(story.find_all("table"), start=1):
        frame = table.parent if table.parent and table.parent["class"] == "table" else None
        caption = next(iter(frame.find_all("figcaption")), None) if frame else None
        scroller = Element("div", {"class": "table-scroll", "role": "region", "tabindex": "0"})
        if caption and caption.text.strip():
            caption.attributes["id"] = f"table-{prefix}{number}"
            scroller.attributes["aria-labelledby"] = table.attributes["aria-labelledby"] = caption["id"]
        else:
            scroller.attributes["aria-label"] = gettext("Table")
        table.wrap(scroller)
        _name_headers(table)


def _name_headers(table: Element) -> None:
    for at, row in enumerate(table.find_all("tr")):
        for cell in row.children:
            if isinstance(cell, Element) and cell.tag == "th":
                cell.attributes["scope"] = "col" if at == 0 else "row"


def _show_boxes(story: Element, prefix: str) -> None:
    number, under_a_subhead = 0, False
    for element in story.find_all("h2", "aside"):
        if element.tag != "aside":
            under_a_subhead = under_a_subhead or not element.inside("aside")
            continue
        number += 1
        element.attributes = {"class": "fact-box"}
        if heading := next(iter(element.find_all("h2", "h3")), None):
            heading.tag = "h3" if under_a_subhead else "h2"
            heading.attributes["id"] = element.attributes["aria-labelledby"] = f"box-{prefix}{number}"


def _show_sources(story: Element) -> None:
    """Leave the name of who is quoted in its quotation alone: elsewhere a footer would be the page's."""
    for source in story.find_all("footer"):
        if not source.inside("blockquote"):
            source.tag = "p"


def _show_notes(story: Element, prefix: str) -> None:
    """Move the footnotes to the end, numbered by their order, with a link to each and one back."""
    notes = story.find_all("small")
    shown = Element("ol")
    for number, note in enumerate(notes, start=1):
        mark, item = f"note-mark-{prefix}{number}", f"note-{prefix}{number}"
        name = gettext("Note %(number)s") % {"number": number}
        link = Element("a", {"href": f"#{item}", "id": mark, "role": "doc-noteref", "aria-label": name}, str(number))
        _place_mark(note, Element("sup", {"class": "note-mark"}, link))
        back = gettext("Back to the text, note %(number)s") % {"number": number}
        way_back = Element("a", {"href": f"#{mark}", "role": "doc-backlink", "aria-label": back}, "↩")
        shown.append(Element("li", {"id": item}, *note.children, " ", way_back))
    if notes:
        story.append(
            Element("section", {"class": "notes", "role": "doc-endnotes"}, Element("h2", {}, gettext("Notes")), shown)
        )


def _place_mark(note: Element, mark: Element) -> None:
    """Put the mark where the note was; a link cannot stand in a link, so there it comes behind it."""
    around = next((ancestor for ancestor in note.ancestors() if ancestor.tag == "a"), None)
    if around is None:
        note.replace_with(mark)
        return
    note.replace_with()
    around.insert_after(mark)
