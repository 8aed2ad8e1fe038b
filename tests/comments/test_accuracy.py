"""How right Akismet was: what the page counts, what its numbers lead to, and what it says of an empty period."""

import csv
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, ScreeningAttempt, ServiceOutage
from comments.moderation import accuracy, queues
from comments.moderation.accuracy_chart import chart_of
from comments.moderation.bars import HEIGHT
from comments.moderation.period import Period
from tests.factories import make_article, make_comment, make_editor, make_journalist, make_section

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
PAGE = "/moderation/screening/"
NOVEMBER = "from=2026-11-01&to=2026-11-30"
NUMBER = re.compile(r'<a href="([^"]+kind=[^"]+)">([0-9]+)</a>')
ADDRESSES = [PAGE, f"{PAGE}comments/?kind=missed", f"{PAGE}figures.csv"]


@pytest.fixture
def decided(moderator, article):
    """Make comments that Akismet and people have judged; at noon of a day in November, unless told otherwise."""

    def make(verdict, status, count=1, *, at=None, by=moderator, under=article, **values):
        at = at or datetime(2026, 11, 10, 12, tzinfo=PARIS)
        made = [make_comment(article=under, verdict=verdict, status=status, decided_by=by) for _ in range(count)]
        Comment.objects.filter(pk__in=[comment.pk for comment in made]).update(decided_at=at, **values)
        return {comment.author_name for comment in made}

    return make


@pytest.fixture
def society():
    """Make a story of a section of its own."""
    return make_article(section=make_section(name="Société", slug="societe", position=7))


def links_in(text):
    """Return the addresses behind the numbers of a page, with the numbers."""
    return [(link.replace("&amp;", "&"), int(count)) for link, count in NUMBER.findall(text)]


def rates_by_section(answer):
    return {
        section.slug: [(rate.count, rate.base) for rate in rates]
        for section, rates in answer.context["by_section"].items()
    }


def rates_on(answer):
    return {rate.kind: (rate.count, rate.base, rate.percent) for rate in answer.context["rates"]}


def table_on(answer):
    return {kind: count for row in answer.context["table"] for kind, count in row.cells}


def names_behind(client, kind, query=NOVEMBER):
    answer = client.get(f"{PAGE}comments/?kind={kind}&{query}")
    return {comment.author_name for comment in answer.context["page"].comments}


@pytest.mark.parametrize("address", ADDRESSES)
def test_anonymous_people_are_asked_to_sign_in(client, address):
    answer = client.get(address)

    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/?next=/moderation/screening/")


@pytest.mark.parametrize("make", [make_journalist, make_editor])
@pytest.mark.parametrize("address", ADDRESSES)
def test_only_the_permission_to_moderate_opens_the_figures(client, make, address):
    client.force_login(make())

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", ADDRESSES)
def test_figures_are_read_and_never_posted(desk, address):
    assert desk.post(address).status_code == 405


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_figures_are_kept_nowhere(desk, address):
    assert desk.get(address).headers["Cache-Control"] == "no-store"


def test_every_page_of_the_desk_leads_to_the_figures(desk):
    assert f'href="{PAGE}"' in desk.get("/moderation/").text


def test_the_table_counts_each_verdict_beside_each_decision(desk, decided):
    decided("ham", "approved", 5)
    decided("ham", "spam", 2)
    decided("ham", "rejected", 1)
    decided("spam", "approved", 3)
    decided("discard", "spam", 4)

    table = table_on(desk.get(f"{PAGE}?{NOVEMBER}"))

    assert {kind: count for kind, count in table.items() if count} == {
        "ham-published": 5,
        "ham-spam": 2,
        "ham-rejected": 1,
        "ham-any": 8,
        "spam-published": 3,
        "spam-any": 3,
        "discard-spam": 4,
        "discard-any": 4,
        "any-published": 8,
        "any-spam": 6,
        "any-rejected": 1,
        "any-any": 15,
    }


def test_each_rate_is_a_share_of_what_people_decided(desk, decided):
    decided("ham", "approved", 6)
    decided("ham", "spam", 1)
    decided("spam", "spam", 2)
    decided("discard", "spam", 1)
    decided("spam", "approved", 1)
    decided("discard", "approved", 1)

    answer = desk.get(f"{PAGE}?{NOVEMBER}")

    assert rates_on(answer) == {
        "agreed": (9, 12, rates_on(answer)["agreed"][2]),
        "missed": (1, 4, rates_on(answer)["missed"][2]),
        "false-alarms": (2, 8, rates_on(answer)["false-alarms"][2]),
    }
    assert [re.sub(r"[^0-9,]", "", percent) for _, _, percent in rates_on(answer).values()] == ["75,0", "25,0", "25,0"]


def test_a_rejection_for_another_reason_is_in_no_rate(desk, decided):
    decided("ham", "rejected", 2)
    decided("spam", "rejected", 2)

    rates = rates_on(desk.get(f"{PAGE}?{NOVEMBER}"))

    assert rates == {"agreed": (0, 0, "–"), "missed": (0, 0, "–"), "false-alarms": (0, 0, "–")}


def test_what_nobody_decided_or_nobody_screened_is_not_counted(desk, decided, article, moderator):
    at = datetime(2026, 11, 10, 12, tzinfo=PARIS)
    make_comment(article=article, verdict="spam")
    decided("ham", "withdrawn")
    decided("ham", "approved", by=None)
    unscreened = make_comment(article=article, screened=False, status="approved", decided_by=moderator)
    Comment.objects.filter(pk=unscreened.pk).update(decided_at=at)

    table = table_on(desk.get(f"{PAGE}?{NOVEMBER}"))

    assert set(table.values()) == {0}


def test_a_period_without_decisions_shows_a_dash_and_its_base(desk):
    answer = desk.get(f"{PAGE}?{NOVEMBER}")

    assert rates_on(answer) == {"agreed": (0, 0, "–"), "missed": (0, 0, "–"), "false-alarms": (0, 0, "–")}
    assert 'class="empty"' in answer.text
    assert "<svg" not in answer.text


def test_the_days_of_a_period_begin_and_end_at_the_sites_midnight(desk, decided):
    decided("ham", "approved", at=datetime(2026, 10, 31, 23, 59, 59, tzinfo=PARIS))
    first = decided("ham", "approved", at=datetime(2026, 11, 1, 0, 0, tzinfo=PARIS))
    last = decided("ham", "approved", at=datetime(2026, 11, 30, 23, 59, 59, tzinfo=PARIS))
    decided("ham", "approved", at=datetime(2026, 12, 1, 0, 0, tzinfo=PARIS))

    assert names_behind(desk, "any-any") == first | last
    assert table_on(desk.get(f"{PAGE}?{NOVEMBER}"))["any-any"] == 2


def test_a_decision_after_midnight_is_of_the_day_that_it_was_here(decided):
    decided("ham", "approved", at=datetime(2026, 7, 2, 0, 30, tzinfo=PARIS))  # still the 1st in UTC

    by_day = accuracy.figures_by_day(Period(date(2026, 7, 1), date(2026, 7, 2)))

    assert [figures.of("agreed") for figures in by_day.values()] == [0, 1]


def test_days_on_which_the_clock_changes_are_counted_once(decided):
    for hour in range(24):
        decided("ham", "approved", at=datetime(2026, 10, 25, hour, 30, tzinfo=PARIS))

    by_day = accuracy.figures_by_day(Period(date(2026, 10, 24), date(2026, 10, 26)))

    assert [figures.of("any-any") for figures in by_day.values()] == [0, 24, 0]


def test_without_dates_the_last_thirty_days_are_shown(desk):
    with time_machine.travel(datetime(2026, 11, 25, 0, 30, tzinfo=PARIS)):
        period = desk.get(PAGE).context["period"]

    assert (period.first, period.last) == (date(2026, 10, 27), date(2026, 11, 25))
    assert len(period.days) == 30


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=hier&to=2026-11-30", "from"),
        ("from=2026-11-01&to=2026-11-31", "to"),
        ("from=2026-11-01&to=0001-01-01", "to"),
        ("from=2026-11-01&to=9999-12-31", "to"),
        ("from=2026-11-01&to=%00", "to"),
        ("from=2026-11-02&to=2026-11-01", "to"),
        ("from=2025-11-01&to=2026-11-02", "from"),
        ("from=<script>&to=2026-11-02", "from"),
    ],
)
def test_bad_dates_are_named_beside_their_field_and_the_default_is_shown(desk, query, field):
    answer = desk.get(f"{PAGE}?{query}")

    assert set(answer.context["form"].errors) == {field}
    assert answer.context["period"] == Period.default()
    assert 'class="errorlist"' in answer.text
    assert "<script>" not in answer.text.replace("<script src", "")


def test_a_year_with_a_leap_day_can_be_shown_at_once(desk):
    answer = desk.get(f"{PAGE}?from=2028-01-01&to=2028-12-31")

    assert answer.context["form"].errors == {}
    assert len(answer.context["period"].days) == 366


@pytest.mark.parametrize("kind", accuracy.KINDS)
def test_every_number_leads_to_exactly_the_comments_it_counts(desk, decided, kind):
    at = datetime(2026, 11, 10, 12, tzinfo=PARIS)
    cells = [(verdict, status) for verdict in ("ham", "spam", "discard") for status in ("approved", "spam", "rejected")]
    made = {cell: decided(*cell, count, at=at) for count, cell in enumerate(cells, 1)}
    decided("ham", "approved", at=at + timedelta(days=60))
    figures = accuracy.together(accuracy.figures_by_day(Period(date(2026, 11, 1), date(2026, 11, 30))).values())

    found = names_behind(desk, kind)

    assert len(found) == figures.of(kind)
    assert found == set().union(*(made[cell] for cell in accuracy.KINDS[kind]))


def test_the_links_of_the_page_are_those_lists(desk, decided):
    decided("ham", "spam", 3)

    links = links_in(desk.get(f"{PAGE}?{NOVEMBER}").text)

    assert {link for link, count in links if "kind=ham-spam" in link}
    for link, count in links:
        assert len(desk.get(link).context["page"].comments) == count


def test_the_comments_behind_a_number_come_in_pages_by_keyset(desk, decided, monkeypatch):
    monkeypatch.setattr(queues, "PAGE_SIZE", 3)
    at = datetime(2026, 11, 10, 12, tzinfo=PARIS)
    made = decided("ham", "spam", 4, at=at) | decided("ham", "spam", 4, at=at - timedelta(hours=1))

    address, seen = f"{PAGE}comments/?kind=missed&{NOVEMBER}", []
    while address:
        answer = desk.get(address)
        seen += [card.comment.author_name for card in answer.context["cards"]]
        address = answer.context["next"]

    assert len(seen) == 8
    assert set(seen) == made


@pytest.mark.parametrize("query", ["", "kind=", "kind=later", "kind=ham", "kind=missed&after=x", "kind=__class__"])
def test_a_list_that_no_number_leads_to_is_not_found(desk, query):
    assert desk.get(f"{PAGE}comments/?{query}").status_code == 404


def test_a_decision_made_on_the_list_leads_back_to_it(desk, decided):
    decided("ham", "spam")
    page = desk.get(f"{PAGE}comments/?kind=missed&{NOVEMBER}").text

    assert f'name="next" value="{PAGE}comments/?kind=missed&amp;from=2026-11-01&amp;to=2026-11-30"' in page


def test_the_chart_says_what_it_shows_in_words_and_in_a_table(desk, decided):
    decided("ham", "approved", 2)
    decided("ham", "spam", 1)

    page = desk.get(f"{PAGE}?{NOVEMBER}").text

    assert re.search(r'<svg role="img" aria-labelledby="chart-title chart-desc"', page)
    assert '<title id="chart-title">' in page
    assert '<desc id="chart-desc">' in page
    assert "style=" not in page
    assert len(re.findall(r"<rect ", page)) == 2


def test_bars_stand_on_each_other_and_inside_the_scale(decided):
    decided("ham", "approved", 6)
    decided("ham", "spam", 3)
    decided("spam", "approved", 1)
    chart = chart_of(accuracy.figures_by_day(Period(date(2026, 11, 10), date(2026, 11, 10))))

    (column,) = chart.columns
    assert [bar.kind for bar in column.bars] == ["missed", "false-alarms", "agreed"]
    assert sum(float(bar.height) for bar in column.bars) == pytest.approx(HEIGHT * 10 / chart.ticks[-1].count)
    foot = HEIGHT
    for bar in column.bars:
        assert float(bar.y) + float(bar.height) == pytest.approx(foot)
        foot = float(bar.y)


def test_one_error_among_a_thousand_can_still_be_seen():
    figures = accuracy.Figures(accuracy.Counter({("ham", "approved"): 1000, ("ham", "spam"): 1}))

    (column,) = chart_of({date(2026, 11, 10): figures}).columns

    assert float(column.bars[0].height) >= 2


def test_a_long_period_has_a_bar_for_each_week(desk, decided):
    decided("ham", "approved", 3)

    chart = desk.get(f"{PAGE}?from=2026-01-01&to=2026-12-31").context["chart"]

    assert chart.is_weekly
    assert len(chart.columns) == 53
    assert sum(column.figures.of("agreed") for column in chart.columns) == 3


def test_the_table_of_a_long_period_leads_to_the_comments_of_each_week(desk, decided):
    first = decided("ham", "approved", 2, at=datetime(2026, 1, 7, 23, 59, tzinfo=PARIS))
    second = decided("ham", "approved", 3, at=datetime(2026, 1, 8, 0, 0, tzinfo=PARIS))

    page = desk.get(f"{PAGE}?from=2026-01-01&to=2026-12-31").text

    table = page[page.index("<details>") : page.index("</details>")]
    assert links_in(table) == [
        (f"{PAGE}comments/?kind=agreed&from=2026-01-01&to=2026-01-07", 2),
        (f"{PAGE}comments/?kind=agreed&from=2026-01-08&to=2026-01-14", 3),
    ]
    assert [names_behind(desk, "agreed", link.partition("&")[2]) for link, _ in links_in(table)] == [first, second]


def test_each_section_has_the_rates_of_its_own_comments(desk, decided, article, society):
    decided("ham", "approved", 4)
    decided("ham", "spam", 1)
    decided("spam", "approved", 2, under=society)
    decided("discard", "spam", 3, under=society)

    rates = rates_by_section(desk.get(f"{PAGE}?{NOVEMBER}"))

    assert rates == {article.section.slug: [(4, 5), (1, 1), (0, 4)], "societe": [(3, 5), (0, 3), (2, 2)]}


def test_sections_stand_in_the_order_of_the_navigation(desk, decided, society):
    first = make_article(section=make_section(slug="premiere", position=3))
    last = make_article(section=make_section(slug="derniere", position=9))
    for story in (last, society, first):
        decided("ham", "approved", under=story)

    assert list(rates_by_section(desk.get(f"{PAGE}?{NOVEMBER}"))) == ["premiere", "societe", "derniere"]


def test_a_section_without_counted_comments_has_no_row(desk, decided, society):
    decided("ham", "approved", under=society, at=datetime(2026, 12, 1, tzinfo=PARIS))
    decided("ham", "withdrawn", under=society)
    make_comment(article=society)

    answer = desk.get(f"{PAGE}?{NOVEMBER}")

    assert rates_by_section(answer) == {}
    assert 'id="sections"' not in answer.text


def test_a_section_with_nothing_but_other_rejections_shows_dashes(desk, decided, society):
    decided("ham", "rejected", under=society)

    answer = desk.get(f"{PAGE}?{NOVEMBER}")

    assert rates_by_section(answer) == {"societe": [(0, 0), (0, 0), (0, 0)]}
    assert [rate.percent for rate in next(iter(answer.context["by_section"].values()))] == ["–", "–", "–"]


def test_every_number_of_a_section_leads_to_exactly_its_comments(desk, decided, society):
    decided("ham", "spam", 5)
    missed = decided("ham", "spam", 2, under=society)
    decided("ham", "approved", 3, under=society)
    decided("spam", "spam", 4, under=society)

    links = [link for link in links_in(desk.get(f"{PAGE}?{NOVEMBER}").text) if "section=societe" in link[0]]

    assert {count for _, count in links} == {2, 3, 6, 7, 9}
    for link, count in links:
        assert len(desk.get(link).context["page"].comments) == count
    assert names_behind(desk, "missed", f"{NOVEMBER}&section=societe") == missed


def test_the_numbers_of_all_sections_lead_to_no_section(desk, decided, society):
    decided("ham", "spam", 2, under=society)

    page = desk.get(f"{PAGE}?{NOVEMBER}").text

    assert "section=" not in page[: page.index('id="sections"')]


def test_the_comments_of_a_section_stay_in_it_from_page_to_page(desk, decided, society, monkeypatch):
    monkeypatch.setattr(queues, "PAGE_SIZE", 2)
    decided("ham", "spam", 3)
    made = decided("ham", "spam", 5, under=society)

    address, seen = f"{PAGE}comments/?kind=missed&{NOVEMBER}&section=societe", []
    while address:
        answer = desk.get(address)
        seen += [card.comment.author_name for card in answer.context["cards"]]
        address = answer.context["next"]

    assert sorted(seen) == sorted(made)


def test_a_list_says_of_which_section_it_is(desk, society):
    assert "Société</h1>" in desk.get(f"{PAGE}comments/?kind=missed&section=societe").text


@pytest.mark.parametrize("slug", ["inconnue", "%00", "societe%00", "Société", "<script>", "' OR 1=1", "1"])
@pytest.mark.parametrize(
    "address", [f"{PAGE}comments/?kind=missed&", f"{PAGE}figures.csv?", f"{PAGE}figures.csv?by=section&"]
)
def test_a_section_that_does_not_exist_is_not_found(desk, society, address, slug):
    assert desk.get(f"{address}section={slug}").status_code == 404


def test_an_empty_section_means_all_of_them(desk, decided, society):
    made = decided("ham", "spam") | decided("ham", "spam", under=society)

    assert names_behind(desk, "missed", f"{NOVEMBER}&section=") == made


def test_time_to_the_verdict_is_measured_from_sending(desk, article):
    at = datetime(2026, 11, 10, 12, tzinfo=PARIS)
    for seconds in (1, 2, 4, 60):
        comment = make_comment(article=article, submitted_at=at)
        Comment.objects.filter(pk=comment.pk).update(screened_at=at + timedelta(seconds=seconds))

    delays = desk.get(f"{PAGE}?{NOVEMBER}").context["delays"]

    assert (delays.count, delays.median, delays.slowest) == (4, timedelta(seconds=3), timedelta(seconds=60))


def test_the_median_of_an_odd_number_is_the_one_in_the_middle(desk, article):
    at = datetime(2026, 11, 10, 12, tzinfo=PARIS)
    for seconds in (9, 1, 2):
        comment = make_comment(article=article, submitted_at=at)
        Comment.objects.filter(pk=comment.pk).update(screened_at=at + timedelta(seconds=seconds))

    assert desk.get(f"{PAGE}?{NOVEMBER}").context["delays"].median == timedelta(seconds=2)


def test_a_comment_that_was_checked_again_says_nothing_about_speed(desk, article):
    at = datetime(2026, 11, 10, 12, tzinfo=PARIS)
    comment = make_comment(article=article, submitted_at=at - timedelta(days=5))
    Comment.objects.filter(pk=comment.pk).update(screened_at=at)
    ScreeningAttempt.objects.create(
        comment=comment, call="check", recheck_reason="recheck_queue", revision=1, at=at, seconds=0.1, outcome="ham"
    )

    delays = desk.get(f"{PAGE}?{NOVEMBER}").context["delays"]

    assert (delays.count, delays.median, delays.slowest) == (0, None, None)


def test_outages_count_for_as_long_as_they_lie_in_the_period(desk):
    first, end = datetime(2026, 11, 1, tzinfo=PARIS), datetime(2026, 12, 1, tzinfo=PARIS)
    hour = timedelta(hours=1)
    ServiceOutage.objects.create(state="away", began_at=first - 3 * hour, ended_at=first - hour)
    ServiceOutage.objects.create(state="away", began_at=first - hour, ended_at=first + hour)
    ServiceOutage.objects.create(state="busy", began_at=first + 5 * hour, ended_at=first + 7 * hour)
    ServiceOutage.objects.create(state="refused", began_at=end - 4 * hour, ended_at=end + 9 * hour)

    outages = desk.get(f"{PAGE}?{NOVEMBER}").context["outages"]

    assert (outages.total, outages.count) == (7 * hour, 3)
    assert [outage.state for outage in outages.newest] == ["refused", "busy", "away"]


def test_an_outage_that_lasts_is_counted_until_now(desk):
    with time_machine.travel(datetime(2026, 11, 10, 12, tzinfo=PARIS), tick=False):
        ServiceOutage.objects.create(state="away", began_at=timezone.now() - timedelta(hours=2))
        outages = desk.get(f"{PAGE}?{NOVEMBER}").context["outages"]

    assert outages.total == timedelta(hours=2)


def test_the_page_says_what_waits_now(desk, article, moderator):
    now = timezone.now()
    make_comment(article=article, screened=False, submitted_at=now - timedelta(hours=2))
    make_comment(article=article, screened=False)
    provisional = make_comment(article=article)
    Comment.objects.filter(pk=provisional.pk).update(screen_after=now, recheck_reason="recheck")
    make_comment(article=article, verdict="spam", status="approved", decided_by=moderator)

    waiting = desk.get(PAGE).context["waiting"]

    assert (waiting.to_check, waiting.to_check_again, waiting.to_report) == ("2", "1", "1")
    assert waiting.oldest_at == now - timedelta(hours=2)
    assert waiting.oldest_age >= timedelta(hours=2)


def test_the_csv_has_a_line_for_each_day_and_their_sum(desk, decided):
    decided("ham", "approved", 2, at=datetime(2026, 11, 1, 12, tzinfo=PARIS))
    decided("discard", "approved", 1, at=datetime(2026, 11, 2, 12, tzinfo=PARIS))
    decided("ham", "spam", 4, at=datetime(2026, 11, 2, 12, tzinfo=PARIS))

    answer = desk.get(f"{PAGE}figures.csv?from=2026-11-01&to=2026-11-03")

    lines = list(csv.DictReader(answer.content.decode("utf-8").splitlines()))
    assert [line["day"] for line in lines] == ["2026-11-01", "2026-11-02", "2026-11-03", "total"]
    assert [line["agreed"] for line in lines] == ["2", "0", "0", "2"]
    assert [line["missed"] for line in lines] == ["0", "4", "0", "4"]
    assert [line["false-alarms"] for line in lines] == ["0", "1", "0", "1"]
    assert (lines[-1]["ham-published"], lines[-1]["discard-published"], lines[-1]["ham-spam"]) == ("2", "1", "4")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="screening-2026-11-01-2026-11-03.csv"'


def test_the_csv_has_a_line_for_each_section_and_their_sum(desk, decided, article, society):
    decided("ham", "approved", 2)
    decided("ham", "spam", 4, under=society)
    decided("discard", "approved", 1, under=society)

    answer = desk.get(f"{PAGE}figures.csv?by=section&{NOVEMBER}")

    lines = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))
    assert [line["section"] for line in lines] == [article.section.name, "Société", "total"]
    assert [line["agreed"] for line in lines] == ["2", "0", "2"]
    assert [line["missed"] for line in lines] == ["0", "4", "4"]
    assert [line["discard-published"] for line in lines] == ["0", "1", "1"]
    disposition = answer.headers["Content-Disposition"]
    assert disposition == 'attachment; filename="screening-by-section-2026-11-01-2026-11-30.csv"'


def test_the_csv_of_sections_tells_excel_its_encoding_and_that_of_days_stays_plain(desk):
    assert desk.get(f"{PAGE}figures.csv?by=section").content.startswith(b"\xef\xbb\xbfsection,")
    assert desk.get(f"{PAGE}figures.csv").content.startswith(b"day,")


def test_the_csv_can_be_of_one_section(desk, decided, society):
    decided("ham", "approved", 5)
    decided("ham", "approved", 2, under=society, at=datetime(2026, 11, 2, 12, tzinfo=PARIS))

    answer = desk.get(f"{PAGE}figures.csv?section=societe&from=2026-11-01&to=2026-11-02")

    lines = list(csv.DictReader(answer.content.decode("utf-8").splitlines()))
    assert [(line["day"], line["agreed"]) for line in lines] == [
        ("2026-11-01", "0"),
        ("2026-11-02", "2"),
        ("total", "2"),
    ]
    assert "screening-societe-2026-11-01-2026-11-02.csv" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("by", ["", "week", "sections", "%00"])
def test_a_csv_by_what_it_does_not_know_is_not_found(desk, by):
    assert desk.get(f"{PAGE}figures.csv?by={by}").status_code == 404


def test_the_page_leads_to_both_tables_for_spreadsheets(desk, decided):
    decided("ham", "approved")

    page = desk.get(f"{PAGE}?{NOVEMBER}").text

    assert f'href="{PAGE}figures.csv?from=2026-11-01&amp;to=2026-11-30"' in page
    assert f'href="{PAGE}figures.csv?by=section&amp;from=2026-11-01&amp;to=2026-11-30"' in page


@pytest.mark.parametrize("query", ["", "by=section&"])
def test_no_value_of_the_csv_begins_a_formula(desk, decided, query):
    decided("ham", "approved", 2, under=make_article(section=make_section(name='=HYPERLINK("x")', slug="formule")))

    text = desk.get(f"{PAGE}figures.csv?{query}{NOVEMBER}").content.decode("utf-8-sig")

    assert not re.search(r"(^|,)\"?[=+\-@\t\r]", text, re.MULTILINE)


def test_the_number_of_queries_does_not_grow_with_the_comments_or_sections(desk, decided):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    addresses = [f"{PAGE}?{NOVEMBER}", f"{PAGE}comments/?kind=any-any&{NOVEMBER}", f"{PAGE}figures.csv?{NOVEMBER}"]
    addresses.append(f"{PAGE}figures.csv?by=section&{NOVEMBER}")
    decided("ham", "approved")
    ServiceOutage.objects.create(state="away", began_at=datetime(2026, 11, 2, tzinfo=PARIS))
    few = [queries(address) for address in addresses]
    for day in range(1, 20):
        at = datetime(2026, 11, day, 12, tzinfo=PARIS)
        decided("ham", "spam", at=at, under=make_article(section=make_section()))
        make_comment(article=make_article(), screened=False)
        ServiceOutage.objects.create(state="busy", began_at=at, ended_at=at + timedelta(hours=1))

    assert [queries(address) for address in addresses] == few


def test_what_readers_wrote_is_escaped_behind_the_numbers(desk, article, moderator):
    comment = make_comment(
        article=article, author_name="<script>alert(1)</script>", status="approved", decided_by=moderator
    )

    page = desk.get(f"{PAGE}comments/?kind=ham-published").text

    assert f'id="comment-{comment.pk}"' in page
    assert "<script>alert" not in page
