"""Pictures in the sizes that pages need: made in the background, shown once they are all there."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from articles.models import Article, Picture
from articles.tasks import make_picture_sizes
from tests.articles.images import encoded, picture_file
from tests.comments.readers import page_of, parse
from tests.factories import make_article, make_author, make_picture

pytestmark = pytest.mark.django_db(transaction=False)


def make_sizes() -> None:
    while Picture.objects.without_sizes().exists():
        make_picture_sizes.call()


def sized(**values) -> Picture:
    picture = make_picture(**{"width": 1000, "height": 500} | values)
    make_sizes()
    picture.refresh_from_db()
    return picture


def opened(name: str) -> Image.Image:
    with default_storage.open(name) as file:
        image = Image.open(file)
        image.load()
        return image


def lead_of(client, article):
    return page_of(client.get(article.get_absolute_url())).find("figure", class_="story-picture")


def text_of(client, picture):
    article = make_article(body=f'<figure><img src="/media/a.webp" alt="Vue" data-file="{picture.pk}"></figure>')
    return page_of(client.get(article.get_absolute_url())).find("div", class_="story-body")


def candidates(source) -> dict[str, str]:
    return {width: address for address, width in (each.split() for each in source["srcset"].split(", "))}


# Making them


def test_a_picture_has_each_width_that_is_not_wider_than_itself():
    picture = sized(width=1000, height=500)

    assert picture.sizes == {
        "whole": [480, 800, 1000],
        "16x9": [480, 800, 889],
        "4x3": [480, 667],
        "1x1": [480, 500],
    }


def test_a_small_picture_is_not_made_larger():
    assert sized(width=30, height=20).sizes == {"whole": [30], "16x9": [30], "4x3": [27], "1x1": [20]}


@pytest.mark.parametrize(("kind", "format"), [("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")])
def test_a_size_is_what_its_name_says(kind, format):
    picture = sized(width=1000, height=500)

    stem = picture.file.name.removesuffix(".webp")
    whole, square = opened(f"{stem}.whole-800.{kind}" if kind != "jpg" else f"{stem}.whole-1000.jpg"), None
    square = opened(f"{stem}.1x1-50x50-{480 if kind != 'jpg' else 500}.{kind}")
    assert (whole.format, square.format) == (format, format)
    assert whole.width == 2 * whole.height
    assert square.width == square.height


def test_a_crop_keeps_the_focal_point():
    image = Image.new("RGB", (900, 300), "white")
    image.paste("red", (800, 0, 900, 300))
    picture = sized(file=ContentFile(encoded(image, "PNG"), "a.png"), focus_x=95)

    square = opened(f"{picture.file.name.removesuffix('.png')}.1x1-95x50-300.jpg")

    assert square.getpixel((290, 150))[1] < 80
    assert square.getpixel((10, 150))[1] > 200


def test_a_transparent_picture_stands_on_white_where_it_must():
    image = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    picture = sized(file=ContentFile(encoded(image, "PNG"), "a.png"))
    stem = picture.file.name.removesuffix(".png")

    assert opened(f"{stem}.whole-60.jpg").getpixel((5, 5)) == (255, 255, 255)
    assert opened(f"{stem}.whole-60.webp").convert("RGBA").getpixel((5, 5))[3] == 0


def test_a_grey_picture_has_sizes():
    picture = sized(file=ContentFile(encoded(Image.new("L", (60, 60), 90), "JPEG"), "a.jpg"))

    assert picture.has_sizes


def test_each_task_makes_one_picture_and_rings_for_the_next():
    first, latest = make_picture(), make_picture()

    make_picture_sizes.call()

    assert [picture.pk for picture in Picture.objects.without_sizes()] == [first.pk]
    assert latest.pk != first.pk


def test_a_picture_whose_file_is_gone_is_tried_once():
    picture = make_picture()
    default_storage.delete(picture.file.name)

    make_sizes()

    picture.refresh_from_db()
    assert not picture.has_sizes


def test_what_a_worker_that_died_has_left_is_overwritten():
    picture = make_picture(width=100, height=100)
    name = f"{picture.file.name.removesuffix('.webp')}.whole-100.jpg"
    default_storage.save(name, ContentFile(b"half a file"))

    make_sizes()

    assert opened(name).size == (100, 100)


def test_the_stories_that_show_a_picture_get_new_pages_when_its_sizes_are_there(client):
    picture = make_picture(width=1000, height=500)
    lead, text = make_article(lead_picture=picture), make_article(body=f'<img src="/media/a" data-file="{picture.pk}">')
    other = make_article()
    before = {article.pk: article.version for article in Article.objects.all()}

    make_sizes()

    after = {article.pk: article.version for article in Article.objects.all()}
    assert {pk for pk in after if after[pk] > before[pk]} == {lead.pk, text.pk}
    assert other.pk in after


def test_another_focal_point_makes_other_crops_and_removes_those_of_before(django_capture_on_commit_callbacks):
    picture = sized()
    before = set(picture.files())
    picture.focus_x = 10
    picture.save()

    with django_capture_on_commit_callbacks(execute=True):
        make_sizes()

    picture.refresh_from_db()
    after = set(picture.files())
    assert all(default_storage.exists(name) for name in after)
    assert not any(default_storage.exists(name) for name in before - after)
    assert before & after == {name for name in after if ".whole-" in name} | {picture.file.name}


def test_crops_of_before_are_shown_until_the_new_ones_are_there(client):
    picture = sized()
    article = make_article(lead_picture=picture)
    Picture.objects.update(focus_x=10)

    page = page_of(client.get("/"))

    assert "16x9-50x50-800" in page.find("a", class_="card-picture").find("source")["srcset"]
    assert article.pk


def test_sizes_of_a_picture_that_changed_in_between_are_thrown_away(django_capture_on_commit_callbacks):
    picture = make_picture(width=100, height=100)
    Picture.objects.update(focus_x=10)

    with django_capture_on_commit_callbacks(execute=True):
        assert picture.show_sizes(f"{picture.file.name}@50x50", {"1x1": [100]}) is False

    picture.refresh_from_db()
    assert picture.sizes == {}


# Showing them


def test_until_there_are_sizes_the_file_itself_is_shown(client):
    picture = make_picture(width=1000, height=500)

    lead = lead_of(client, make_article(lead_picture=picture))

    assert lead.find("picture") is None
    assert lead.find("img")["src"] == picture.file.url


def test_the_lead_picture_is_offered_in_widths_and_loaded_first(client):
    picture = sized(alternative_text="Une baie", credit="Léa Roux")

    lead = lead_of(client, make_article(lead_picture=picture))

    avif, webp = lead.find_all("source")
    image = lead.find("img")
    assert (avif["type"], webp["type"]) == ("image/avif", "image/webp")
    assert list(candidates(avif)) == list(candidates(webp)) == ["480w", "800w", "1000w"]
    assert avif["sizes"].endswith("100vw")
    assert (image["width"], image["height"], image["alt"]) == ("1000", "500", "Une baie")
    assert image["fetchpriority"] == "high" and "loading" not in image
    assert lead.find("span", class_="credit").text == "Léa Roux"


def test_a_picture_in_the_text_waits_until_it_is_near(client):
    text = text_of(client, sized())

    assert text.find("img")["loading"] == "lazy"
    assert "fetchpriority" not in text.find("img")
    assert len(text.find_all("source")) == 2


def test_a_card_shows_the_wide_crop(client):
    make_article(lead_picture=sized())

    card = page_of(client.get("/")).find("a", class_="card-picture")

    assert (card.find("img")["width"], card.find("img")["height"]) == ("889", "500")
    assert all("16x9" in address for address in candidates(card.find("source")).values())


def test_only_the_first_picture_of_the_front_page_goes_before_all_else(client):
    picture = sized()
    for _number in range(7):
        make_article(lead_picture=picture)

    images = page_of(client.get("/")).find("main").find_all("img")

    assert ["fetchpriority" in image for image in images] == [True] + [False] * 6
    assert ["loading" in image for image in images] == [False] * 4 + [True] * 3


def test_every_offered_address_answers(client):
    picture = sized()
    author = make_author(slug="lea", portrait=picture)
    article = make_article(lead_picture=picture, authors=[author])
    pages = [client.get(path).text for path in (article.get_absolute_url(), "/", "/author/lea/")]

    sources = [source for page in pages for source in parse(page).find_all("source")]
    addresses = {address for source in sources for address in candidates(source).values()}
    addresses |= {image["src"] for page in pages for image in parse(page).find_all("img")}

    assert len(addresses) > 10
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        answer.close()


def test_every_picture_of_a_page_has_its_size(client):
    picture = sized()
    body = f'<figure><img src="/media/a" data-file="{picture.pk}"></figure>'
    article = make_article(lead_picture=picture, authors=[make_author(slug="lea", portrait=picture)], body=body)

    for path in ("/", article.get_absolute_url(), "/author/lea/"):
        images = page_of(client.get(path)).find_all("img")
        assert images and all(int(image["width"]) and int(image["height"]) for image in images)


def test_other_sites_are_given_the_wide_crop_as_jpeg(client):
    article = make_article(lead_picture=sized())

    page = page_of(client.get(article.get_absolute_url()))

    (address,) = (meta["content"] for meta in page.find_all("meta", property="og:image"))
    assert address.startswith("http://testserver/media/") and address.endswith(".16x9-50x50-889.jpg")


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/"])
def test_a_feed_has_one_plain_picture(client, path):
    picture = sized()
    make_article(body=f'<figure><img src="/media/a" data-file="{picture.pk}"></figure>')

    feed = client.get(path).text

    assert "srcset" not in feed and "&lt;picture" not in feed
    assert "http://testserver/media/" in feed and ".whole-1000.jpg" in feed


def test_a_reader_never_has_sizes_made(client):
    article = make_article(lead_picture=make_picture())

    client.get(article.get_absolute_url())
    client.get("/")

    assert Picture.objects.without_sizes().count() == 1


@pytest.mark.parametrize(("licence", "address"), [("cc_by", "by/4.0/"), ("cc_by_sa", "by-sa/4.0/"), ("house", None)])
def test_a_licence_that_asks_for_it_is_named_beside_the_credit(client, licence, address):
    picture = make_picture(credit="Léa Roux", licence=licence)

    lead = lead_of(client, make_article(lead_picture=picture))

    links = [link["href"] for link in lead.find_all("a", rel="license")]
    assert links == ([f"https://creativecommons.org/licenses/{address}"] if address else [])


def test_a_picture_file_of_each_kind_can_be_sized():
    for kind, name in (("PNG", "a.png"), ("JPEG", "a.jpg"), ("AVIF", "a.avif"), ("GIF", "a.gif")):
        assert sized(file=ContentFile(picture_file(kind), name)).has_sizes
