"""axe finds nothing on the journalists' desk, and no page of it writes an error to the console or breaks the policy."""

from __future__ import annotations

import pytest

from tests.live.axe import narrow_and_light_then_wide_and_dark, violations
from tests.live.people import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.processes]

STORIES = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
editor, now = User.objects.get(username="editrice"), timezone.now()
section, author = Section.objects.get(), Author.objects.get()
def story(headline, **values):
    made = Article.objects.create(headline=headline, slug=f"s{Article.objects.count()}", section=section,
        created_by=editor, standfirst="Un chapô d’une longueur convenable pour la page.",
        body="<h2>Midi</h2><p>Le réseau est tombé.</p><blockquote><p>Rien.</p></blockquote>", **values)
    Byline.objects.create(article=made, author=author)
    made.record_origin()
    return made
draft, public = story("Un brouillon"), story("Un article public")
revision = draft.record(draft.revisions.get().content | {"headline": "Un brouillon relu"}, by=editor)
draft.take(revision.content)
public.publish()
note = public.correct("Il était midi.", by=editor)
public.open_live()
public.post_entry(by=editor, text="<p>Le courant revient.</p>", title="Midi")
print(draft.pk, public.pk, note.pk, author.pk, section.slug)
"""


@pytest.fixture
def pages(site):
    draft, public, note, author, section = site.shell(STORIES).split()
    story = "/admin/articles/article"
    return {
        "start": "/admin/",
        "list": f"{story}/",
        "blank page": f"{story}/add/",
        "draft": f"{story}/{draft}/change/",
        "public story": f"{story}/{public}/change/",
        "history": f"{story}/{draft}/history/",
        "comparison": f"{story}/{draft}/compare/",
        "preview links": f"{story}/{draft}/preview-links/",
        "live": f"{story}/{public}/live/",
        "checks": "/admin/articles/checks/",
        "front": "/admin/articles/front/",
        "front of a section": f"/admin/articles/front/{section}/",
        "correction": f"/admin/articles/correction/{note}/change/",
        "author": f"/admin/articles/author/{author}/change/",
        "series": "/admin/articles/series/add/",
        "breaking news": "/admin/articles/banner/add/",
        "template": "/admin/articles/storytemplate/add/",
        "house words": "/admin/articles/houseword/",
        "house word": "/admin/articles/houseword/add/",
        "pages of the site": "/admin/articles/sitepage/",
        "page of the site": "/admin/articles/sitepage/add/?kind=charter",
    }


def test_axe_finds_nothing_on_the_journalists_desk(browser, site, pages):
    found = {}
    editor = Somebody(browser, site)
    page = editor.sign_in("editrice")

    def judge(name):
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(600)  # the fields that search while one types are named once they stand
        for way in narrow_and_light_then_wide_and_dark(page, narrow=390):
            if wrong := violations(page):
                found[name, way] = wrong

    for name, address in pages.items():
        page.goto(address)
        judge(name)
    for act in ("remove_tag", "assign_stories", "archive_stories"):
        page.goto(pages["list"])
        page.check(".action-select >> nth=0")
        page.select_option("select[name=action]", act)
        page.click(".actions button[type=submit]")
        judge(act)

    assert found == {}
    assert editor.errors == []
    assert editor.foreign == []
