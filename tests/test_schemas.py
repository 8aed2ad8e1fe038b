"""The rules that other tests rely on find what is wrong."""

from __future__ import annotations

import pytest

from tests.schemas import linked_data_faults, manifest_faults, oembed_faults, open_graph_faults, sitemap_faults

SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
LOC = "<loc>https://example.org/a</loc>"
NEWS = (
    "<news:news><news:publication><news:name>N</news:name><news:language>fr</news:language></news:publication>"
    "<news:publication_date>2026-11-25T13:00:00+01:00</news:publication_date><news:title>T</news:title></news:news>"
)


def urlset(inside: str) -> bytes:
    return f"<urlset {SPACES}>{inside}</urlset>".encode()


@pytest.mark.parametrize(
    "inside",
    [
        "",
        f"<url>{LOC}</url>",
        f"<url>{LOC}<lastmod>2026-11-25</lastmod><priority>0.5</priority></url>",
        f"<url>{LOC}<lastmod>2026-11-25T13:00:00.123+01:00</lastmod>{NEWS}</url>",
        f"<url>{LOC}<image:image><image:loc>https://example.org/a.jpg</image:loc></image:image></url>",
        f'<url>{LOC}<xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/a"/></url>',
    ],
)
def test_a_valid_sitemap_has_no_fault(inside):
    assert sitemap_faults(urlset(inside)) == []


@pytest.mark.parametrize(
    "inside",
    [
        "<url/>",
        "text",
        "<url><loc>/a</loc></url>",
        f"<url>{LOC}{LOC}</url>",
        f"<url><lastmod>2026-11-25</lastmod>{LOC}</url>",
        f"<url>{LOC}<lastmod>25/11/2026</lastmod></url>",
        f"<url>{LOC}<lastmod>2026-13-25</lastmod></url>",
        f"<url>{LOC}<priority>2</priority></url>",
        f"<url>{LOC}<other/></url>",
        f"<url>{LOC}<image:image/></url>",
        f'<url>{LOC}<xhtml:link rel="alternate" hreflang="french" href="https://example.org/a"/></url>',
        f'<url>{LOC}<xhtml:link rel="alternate" hreflang="fr" href="/a"/></url>',
        f"<url>{LOC}{NEWS.replace('>fr<', '>Français<')}</url>",
        f"<url>{LOC}{NEWS.replace('+01:00', '')}</url>",
        f"<url>{LOC}{NEWS.replace('<news:title>T</news:title>', '')}</url>",
        f"<url>{LOC}{NEWS.replace('</news:news>', '<news:keywords>k</news:keywords></news:news>')}</url>",
        f"<url>{LOC}{NEWS}</url>" * 1001,
    ],
)
def test_a_fault_of_a_sitemap_is_found(inside):
    assert sitemap_faults(urlset(inside))


def test_an_index_names_one_file_at_least():
    assert sitemap_faults(f"<sitemapindex {SPACES}/>".encode())


def story(**values) -> dict:
    house = {
        "@type": "NewsMediaOrganization",
        "name": "N",
        "logo": {"@type": "ImageObject", "url": "https://a.example/l.png"},
    }
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "T",
        "datePublished": "2026-11-25T13:00:00+01:00",
        "publisher": house,
        "mainEntityOfPage": "https://example.org/a",
    } | values


def test_valid_linked_data_have_no_fault():
    assert linked_data_faults([story()]) == []


@pytest.mark.parametrize(
    "values",
    [
        {"@context": "http://example.org"},
        {"@type": "Story"},
        {"headline": ""},
        {"headline": 7},
        {"title": "T"},
        {"datePublished": "2026-11-25T13:00:00"},
        {"mainEntityOfPage": "/a"},
        {"author": "Inès"},
        {"author": [{"@type": "Person", "url": "https://example.org/ines"}]},
        {"author": {"@type": "ImageObject", "url": "https://example.org/i"}},
        {"isAccessibleForFree": "true"},
        {"wordCount": True},
        {"inLanguage": "Français"},
    ],
)
def test_a_fault_of_linked_data_is_found(values):
    assert linked_data_faults([story(**values)])


def test_what_is_only_recommended_is_missed_when_asked_for():
    assert linked_data_faults([story()], recommended=True)


CARD = {"version": "1.0", "type": "link"}
THUMBNAIL = {"thumbnail_url": "https://example.org/t.jpg", "thumbnail_width": 10, "thumbnail_height": 5}


def test_a_valid_card_has_no_fault():
    assert oembed_faults(CARD | THUMBNAIL) == []


@pytest.mark.parametrize(
    "card",
    [
        {"version": "1.0"},
        CARD | {"version": "2.0"},
        CARD | {"type": "story"},
        CARD | {"type": "rich"},
        CARD | {"author_url": "/a"},
        CARD | {"thumbnail_url": "https://example.org/t.jpg"},
        CARD | THUMBNAIL | {"thumbnail_width": 0},
    ],
)
def test_a_fault_of_a_card_is_found(card):
    assert oembed_faults(card)


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"display": "window"},
        {"start_url": "//evil.example/"},
        {"theme_color": "red"},
        {"icons": []},
        {"x": "y"},
    ],
)
def test_a_fault_of_a_manifest_is_found(change):
    icons = [
        {"src": f"/{size}-{purpose}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size, purpose in ((192, "any"), (512, "any"), (512, "maskable"))
    ]
    manifest = {"name": "N", "short_name": "N", "start_url": "/", "display": "browser", "icons": icons}

    assert manifest_faults(manifest) == []
    assert manifest_faults(manifest | change)


@pytest.mark.parametrize(
    "change",
    [{"og:url": ["/a"]}, {"og:title": ["A", "B"]}, {"og:type": ["story"]}, {"og:locale": ["fr"]}, {"og:other": ["x"]}],
)
def test_a_fault_of_a_head_is_found(change):
    meta = {
        "og:title": ["T"],
        "og:type": ["article"],
        "og:image": ["https://example.org/i.jpg"],
        "og:url": ["https://example.org/a"],
    }

    assert open_graph_faults(meta) == []
    assert open_graph_faults(meta | change)
