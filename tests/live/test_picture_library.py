"""Must be seen: pictures are dropped, described, aimed at with a click, and shown to readers in their sizes."""

from __future__ import annotations

import base64

import pytest

from tests.articles.images import picture_file, png_of, with_exif
from tests.live.axe import violations
from tests.live.people import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.processes]

DROP = """
(files) => {
  const dropped = new DataTransfer()
  for (const { name, content } of files) {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0))
    dropped.items.add(new File([bytes], name))
  }
  document.querySelector(".drop-zone").dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true }))
}
"""
SHOW = """
section, made = Section.objects.get_or_create(name="Société", slug="societe")
article = Article.objects.create(headline="Un article", slug="un-article", section=section,
    lead_picture=Picture.objects.get(original_name="b.jpg"))
article.publish()
print(article.get_absolute_url())
"""


def dropped(name: str, content: bytes) -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(content).decode()}


def test_dropped_pictures_are_described_aimed_at_and_shown(browser, site):
    journalist = Somebody(browser, site)
    page = journalist.sign_in("journaliste")

    page.goto("/admin/articles/picture/upload/")
    files = [("a.png", picture_file()), ("b.jpg", with_exif(artist="Lea Roux")), ("c.png", png_of(20_000, 20_000))]
    page.evaluate(DROP, [dropped(name, content) for name, content in [*files, ("d.svg", b"<svg/>")]])
    page.wait_for_selector(".upload-next a")
    assert page.locator(".upload-taken .upload-name").all_inner_texts() == ["a.png", "b.jpg"]
    assert page.locator(".upload-refused .upload-name").all_inner_texts() == ["c.png", "d.svg"]
    assert all(len(sentence) > 20 for sentence in page.locator(".upload-refused .upload-outcome").all_inner_texts())
    assert violations(page) == []

    page.click(".upload-next a")
    page.fill("[name=form-0-alternative_text]", "Une baie")
    page.check("[name=form-1-is_decorative]")
    page.fill("[name=all-credit]", "Agence Sud")
    page.select_option("[name=all-licence]", "agency")
    assert violations(page) == []
    page.click("main [type=submit]")
    words = "list(Picture.objects.order_by('pk').values_list('alternative_text', 'is_decorative', 'credit', 'licence'))"
    assert site.rows(words) == [["Une baie", False, "Agence Sud", "agency"], ["", True, "Lea Roux", "agency"]]

    page.click("text=b.jpg")
    page.locator(".focal-picture").click(position={"x": 3, "y": 3})
    aimed = [int(page.input_value(f"#id_focus_{axis}")) for axis in "xy"]
    assert max(aimed) < 8
    assert page.locator(".crops svg").last.get_attribute("viewBox") == "0 0 30 30"
    page.fill("#id_focus_x", "100")
    assert page.locator(".crops svg").last.get_attribute("viewBox") == "10 0 30 30"
    assert violations(page) == []
    page.click("[name=_save]")
    site.wait_until(lambda: site.rows("Picture.objects.without_sizes().count()") == 0, "the sizes are made")
    assert journalist.errors == [] and journalist.foreign == []

    reader = Somebody(browser, site)
    reader.page.goto(site.shell(SHOW).strip())
    image = reader.page.locator(".story-picture img")
    assert image.evaluate("image => image.currentSrc").endswith(".whole-40.avif")
    assert image.evaluate("image => image.complete && image.naturalWidth > 0")
    assert reader.errors == [] and reader.foreign == []
