"""A label folder is read whole, or every reason why not is listed with its place."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.shows.label import Label
from bot.domain.shows.label_folder import LABEL_FILE, SHOWS_FILE, LabelFolderError, Problem, read_label
from bot.domain.shows.show import Status
from bot.interface.i18n import texts_for

UPDATED = datetime(2026, 11, 20, 3, tzinfo=UTC)
LABEL = """
name = "Small Hours Records"
timezone = "Asia/Seoul"
languages = ["en", "ko"]

[[artists]]
name = "Glass Harbor"
aliases = ["유리항구", "GH"]

[[artists]]
name = "윤슬"

[[faqs]]
id = "lost-and-found"
examples = ["I left my scarf at the venue"]
answer.en = "Write to us within a week; we keep what we find."
answer.ko = "일주일 안에 알려 주세요."
"""
ROW = {
    "id": "gh-incheon",
    "title": "Harbor Lights",
    "artists": "Glass Harbor",
    "start": "2026-12-05T19:00",
    "doors": "2026-12-05T18:00",
    "venue": "Dockside Hall",
    "city": "Incheon",
    "address": "8 Haean-daero",
    "price": "44000",
    "currency": "KRW",
    "on_sale": "2026-11-02T20:00",
    "ticket_url": "https://tickets.example/gh-incheon",
    "status": "on_sale",
    "age_limit": "12",
    "notes": "Ends late.",
}
COLUMNS = list(ROW)


def table(*rows: dict[str, str], columns: list[str] = COLUMNS) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def read_or_refused(label: str = LABEL, shows: str | None = None) -> Label | list[Problem]:
    try:
        return read(label, shows)
    except LabelFolderError as error:
        return error.problems


def read(label: str = LABEL, shows: str | None = None) -> Label:
    return read_label(label, table(ROW) if shows is None else shows, updated_at=UPDATED)


def problems(label: str = LABEL, shows: str | None = None) -> list[Problem]:
    with pytest.raises(LabelFolderError) as caught:
        read(label, shows)
    return caught.value.problems


def told(problem: Problem, language: str = "en") -> tuple[int, str, str]:
    return problem.line, problem.column, texts_for(language).say(problem.reason)


def cell_problems(**cells: str) -> list[tuple[str, str]]:
    """Return (column, reason) of what is wrong with one row that has these cells."""
    found = problems(shows=table(ROW | cells))
    assert {(problem.file, problem.line) for problem in found} == {(SHOWS_FILE, 2)}
    return [told(problem)[1:] for problem in found]


def head_problems(old: str, new: str) -> list[tuple[str, str]]:
    """Return (key, reason) of what is wrong with label.toml when this is written in place of that."""
    assert old in LABEL
    found = problems(LABEL.replace(old, new))
    assert {(problem.file, problem.line) for problem in found} == {(LABEL_FILE, 0)}
    return [told(problem)[1:] for problem in found]


def test_a_folder_is_read_with_local_times_as_instants() -> None:
    label = read()
    assert (label.name, label.timezone, label.languages) == (
        "Small Hours Records",
        ZoneInfo("Asia/Seoul"),
        ("en", "ko"),
    )
    assert [artist.name for artist in label.artists] == ["Glass Harbor", "윤슬"]
    assert label.faqs[0].answers["ko"] == "일주일 안에 알려 주세요."
    show = label.shows[0]
    assert show.start == datetime(2026, 12, 5, 10, tzinfo=UTC)
    assert show.doors == datetime(2026, 12, 5, 9, tzinfo=UTC)
    assert show.on_sale == datetime(2026, 11, 2, 11, tzinfo=UTC)
    assert (show.price, show.currency, show.age_limit) == (Decimal(44000), "KRW", 12)
    assert (show.status, show.updated_at) == (Status.ON_SALE, UPDATED)


def test_what_may_be_empty_is_not_known() -> None:
    columns = ["id", "title", "artists", "start", "venue", "city", "status"]
    (show,) = read(shows=table(ROW, columns=columns)).shows
    assert (show.doors, show.on_sale, show.price, show.age_limit) == (None, None, None, None)
    assert (show.address, show.currency, show.ticket_url, show.notes) == ("", "", "", "")
    empty = dict.fromkeys(set(COLUMNS) - set(columns), "")
    assert read(shows=table(ROW | empty)).shows == (show,)


def test_a_label_may_have_no_artists_faqs_or_shows_yet() -> None:
    bare = 'name = "New"\ntimezone = "UTC"\nlanguages = ["ko"]'
    assert read(bare, table()) == Label(name="New", timezone=ZoneInfo("UTC"), languages=("ko",))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_spreadsheets_write_is_read(mark: str, line_end: str) -> None:
    label, shows = (mark + text.replace("\n", line_end) for text in (LABEL, table(ROW)))
    assert read(label, shows) == read()


def test_columns_may_stand_in_any_order() -> None:
    assert read(shows=table(ROW, columns=COLUMNS[::-1])) == read()


def test_blank_rows_and_spaces_around_cells_do_not_matter() -> None:
    padded = {name: f" {cell} " for name, cell in ROW.items()}
    blank = "," * (len(COLUMNS) - 1)
    assert read(shows=f"{table(padded)}\n{blank}\n\n") == read()


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_text_may_hold_line_breaks_and_later_lines_are_still_counted_right(line_end: str) -> None:
    first = ROW | {"id": "first", "notes": f"One,{line_end}two{line_end}“three”"}
    assert read(shows=table(first)).shows[0].notes == first["notes"]
    shows = table(first, ROW | {"id": "second", "price": "cheap"}, ROW | {"id": "third", "age_limit": "old"})
    assert [told(problem)[:2] for problem in problems(shows=shows)] == [(5, "price"), (6, "age_limit")]


def test_three_bad_rows_are_refused_with_their_three_reasons() -> None:
    shows = table(
        ROW | {"id": "a", "start": "next Friday"},
        ROW | {"id": "fine"},
        ROW | {"id": "b", "artists": "Nobody"},
        ROW | {"id": "c", "price": "44000", "currency": ""},
    )
    assert [told(problem) for problem in problems(shows=shows)] == [
        (2, "start", "next Friday is not a local date and time. Write it like 2026-12-05T19:00."),
        (4, "artists", "Nobody is not an artist of label.toml."),
        (5, "currency", "A price needs its currency, such as KRW."),
    ]
    assert [told(problem, "ko") for problem in problems(shows=shows)] == [
        (2, "start", "next Friday: 날짜와 시각으로 읽을 수 없어요. 2026-12-05T19:00처럼 써 주세요."),
        (4, "artists", "Nobody는 label.toml에 없는 아티스트예요."),
        (5, "currency", "가격에는 KRW 같은 통화 코드가 필요해요."),
    ]


def test_both_files_are_checked_in_one_go() -> None:
    found = problems(LABEL.replace("Asia/Seoul", "Seoul"), table(ROW | {"status": "maybe"}))
    assert [(problem.file, problem.column) for problem in found] == [
        (LABEL_FILE, "timezone"),
        (SHOWS_FILE, "status"),
    ]


NOT_A_TIME = "{} is not a local date and time. Write it like 2026-12-05T19:00."
NOT_A_PRICE = "{} is not a price. Write digits only, like 33000 or 25.50."
NOT_AN_ADDRESS = "{} is not a web address. It must start with https:// or http://."
NOT_AN_AGE = "{} is not an age. Write a whole number."
EMPTY = "This must not be empty."


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        *((column, "", EMPTY) for column in ("id", "title", "artists", "start", "venue", "city", "status")),
        ("artists", " ; ", EMPTY),
        ("start", "2026-12-05", NOT_A_TIME),
        ("start", "2026-12-05T19:00+09:00", NOT_A_TIME),
        ("start", "2026-12-05T19:00Z", NOT_A_TIME),
        ("start", "2026-02-30T19:00", NOT_A_TIME),
        ("start", "05.12.2026 19:00", NOT_A_TIME),
        ("start", "0001-01-01T00:00", NOT_A_TIME),
        ("start", "9999-12-31T23:59", NOT_A_TIME),
        ("doors", "18:00", NOT_A_TIME),
        ("doors", "2026-12-05T19:01", "This is later than the show’s start."),
        ("on_sale", "soon", NOT_A_TIME),
        ("on_sale", "2026-12-06T00:00", "This is later than the show’s start."),
        ("price", "₩44,000", NOT_A_PRICE),
        ("price", "44,000", NOT_A_PRICE),
        ("price", "-1", NOT_A_PRICE),
        ("price", "NaN", NOT_A_PRICE),
        ("price", "Infinity", NOT_A_PRICE),
        ("price", "4e4", NOT_A_PRICE),
        ("price", "44_000", NOT_A_PRICE),
        ("price", "４４０００", NOT_A_PRICE),
        ("price", "1000000000000", NOT_A_PRICE),
        ("currency", "WON", "{} is not a currency. Use a code such as KRW."),
        ("currency", "₩", "{} is not a currency. Use a code such as KRW."),
        ("ticket_url", "tickets.example", NOT_AN_ADDRESS),
        ("ticket_url", "javascript:alert(1)", NOT_AN_ADDRESS),
        ("ticket_url", "https://", NOT_AN_ADDRESS),
        ("ticket_url", "https://[::1", NOT_AN_ADDRESS),
        ("ticket_url", "https://a.example/a b", NOT_AN_ADDRESS),
        ("ticket_url", "https://a.example/<@1>", NOT_AN_ADDRESS),
        ("status", "maybe", "{} is not a status. Use one of: "),
        ("status", "Scheduled", "{} is not a status. Use one of: "),
        ("age_limit", "18+", NOT_AN_AGE),
        ("age_limit", "-1", NOT_AN_AGE),
        ("age_limit", "18.5", NOT_AN_AGE),
        ("age_limit", "121", NOT_AN_AGE),
        ("age_limit", "１９", NOT_AN_AGE),
        ("artists", "Nobody", "{} is not an artist of label.toml."),
        ("id", "x" * 81, "Use at most 80 characters."),
        ("title", "x" * 201, "Use at most 200 characters."),
        ("city", "x" * 101, "Use at most 100 characters."),
        ("address", "x" * 301, "Use at most 300 characters."),
        ("notes", "x" * 901, "Use at most 900 characters."),
        ("ticket_url", f"https://a.example/{'x' * 500}", "Use at most 500 characters."),
    ],
)
def test_a_cell_that_breaks_a_rule_is_named_with_its_reason(column: str, cell: str, reason: str) -> None:
    ((where, why),) = cell_problems(**{column: cell})
    assert where == column
    assert why.startswith(reason.format(cell))


def test_an_endless_number_is_refused_like_any_other_that_does_not_fit() -> None:
    assert {column for column, _ in cell_problems(age_limit="9" * 5000)} == {"age_limit"}
    assert {column for column, _ in cell_problems(price="9" * 5000)} == {"price"}


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"price": "0", "currency": ""}, "price", Decimal(0)),
        ({"price": "25.50", "currency": "usd"}, "currency", "USD"),
        ({"artists": "gh; 유리항구 ;윤슬"}, "artists", ("Glass Harbor", "윤슬")),
        ({"start": "2026-12-05 19:00"}, "start", datetime(2026, 12, 5, 10, tzinfo=UTC)),
        ({"doors": "2026-12-05T19:00"}, "doors", datetime(2026, 12, 5, 10, tzinfo=UTC)),
        ({"age_limit": "0"}, "age_limit", 0),
        ({"ticket_url": "http://표.example/공연?a=1_2*3"}, "ticket_url", "http://표.example/공연?a=1_2*3"),
        *(({"status": status.value}, "status", status) for status in Status),
    ],
)
def test_a_cell_that_keeps_the_rules_is_read(cells: dict[str, str], field: str, value: object) -> None:
    (show,) = read(shows=table(ROW | cells)).shows
    assert getattr(show, field) == value


def test_a_time_that_the_clocks_skip_is_refused_and_one_that_comes_twice_is_the_first() -> None:
    berlin = LABEL.replace("Asia/Seoul", "Europe/Berlin")
    times = {"doors": "", "on_sale": ""}
    (skipped,) = problems(berlin, table(ROW | times | {"start": "2026-03-29T02:30"}))
    assert told(skipped) == (
        2,
        "start",
        "There is no 2026-03-29T02:30 in Europe/Berlin: the clocks skip it.",
    )
    (show,) = read(berlin, table(ROW | times | {"start": "2026-10-25T02:30"})).shows
    assert show.start == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_id_used_twice_is_refused_even_if_its_first_row_is_bad() -> None:
    shows = table(ROW | {"price": "cheap"}, ROW)
    assert [told(problem) for problem in problems(shows=shows)] == [
        (2, "price", NOT_A_PRICE.format("cheap")),
        (3, "id", "The id gh-incheon is used twice."),
    ]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", [("", "The file is empty. Its first line must name the columns.")]),
        (
            ",".join([*COLUMNS, "colour"]),
            [("colour", "This column is not known here. Check its spelling.")],
        ),
        (",".join([*COLUMNS, "city"]), [("city", "This column stands here twice.")]),
        (
            ",".join(name for name in COLUMNS if name not in {"venue", "id"}),
            [("id", "This column is missing."), ("venue", "This column is missing.")],
        ),
    ],
)
def test_a_header_that_is_wrong_is_all_that_is_told(header: str, expected: list[tuple[str, str]]) -> None:
    found = problems(shows=f"{header}\n{','.join('x' for _ in header.split(','))}\n")
    assert [told(problem) for problem in found] == [(1, *one) for one in expected]


def test_a_row_with_too_many_or_too_few_cells_is_named() -> None:
    shows = table(ROW) + "a,b\n"
    ((line, column, reason),) = [told(problem) for problem in problems(shows=shows)]
    assert (line, column) == (3, "")
    assert reason.startswith("This row has 2 cells, but there are 15 columns.")


def test_an_open_quote_is_named() -> None:
    (problem,) = problems(shows=table(ROW) + '"never closed\n')
    assert told(problem)[2].startswith("This is not valid CSV: ")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('name = "Small Hours Records"\n', "", ("name", "Write a text here.")),
        ('"Small Hours Records"', "7", ("name", "Write a text here.")),
        ('"Small Hours Records"', '"  "', ("name", "Write a text here.")),
        ('"Small Hours Records"', f'"{"x" * 201}"', ("name", "Use at most 200 characters.")),
        (
            "Asia/Seoul",
            "Seoul",
            ("timezone", "Seoul is not a time zone. Use a name such as Asia/Seoul."),
        ),
        (
            "Asia/Seoul",
            "../passwd",
            ("timezone", "../passwd is not a time zone. Use a name such as Asia/Seoul."),
        ),
        ("Asia/Seoul", "Asia", ("timezone", "Asia is not a time zone. Use a name such as Asia/Seoul.")),
        (
            '"유리항구"',
            '""',
            ("artists[1].aliases", 'Write a list of texts here, such as ["one", "two"].'),
        ),
        ('"유리항구"', '"윤슬"', ("artists[2].name", "윤슬 already means Glass Harbor.")),
        ('"윤슬"', '"윤슬"\naliases = ["gh"]', ("artists[2].aliases", "gh already means Glass Harbor.")),
        ('"윤슬"', '"glass harbor"', ("artists[2].name", "glass harbor already means Glass Harbor.")),
        ('"윤슬"', f'"{"x" * 101}"', ("artists[2].name", "Use at most 100 characters.")),
        (
            '"윤슬"',
            '"윤슬"\ncolour = "blue"',
            ("artists[2].colour", "This key is not known here. Check its spelling."),
        ),
        ('name = "S', 'nom = 1\nname = "S', ("nom", "This key is not known here. Check its spelling.")),
        ('"lost-and-found"', '""', ("faqs[1].id", "Write a text here.")),
        ('["I left my scarf at the venue"]', "[]", ("faqs[1].examples", "Write at least one here.")),
        ("answer.ko", "answer.jp", ("faqs[1].answer.jp", "This key is not known here. Check its spelling.")),
        ('answer.ko = "일주일', 'answer.ko = "" # "', ("faqs[1].answer.ko", "Write a text here.")),
    ],
)
def test_a_key_that_breaks_a_rule_is_named_with_its_reason(
    old: str, new: str, expected: tuple[str, str]
) -> None:
    assert head_problems(old, new) == [expected]


def test_an_answer_is_needed_and_ids_of_frequent_questions_are_unique() -> None:
    faq = '\n[[faqs]]\nid = "lost-and-found"\nexamples = ["Where is my scarf?"]\n'
    assert [told(problem)[1:] for problem in problems(LABEL + faq)] == [
        ("faqs[2].id", "The id lost-and-found is used twice."),
        ("faqs[2].answer", 'Write an answer for each language, such as answer.en = "…".'),
    ]


@pytest.mark.parametrize(("key", "text"), [("artists", 'artists = ["GH"]'), ("faqs", 'faqs = "none"')])
def test_entries_that_are_no_tables_are_refused(key: str, text: str) -> None:
    head = f'name = "New"\ntimezone = "UTC"\nlanguages = ["ko"]\n{text}'
    (problem,) = problems(head, table())
    assert told(problem)[1:] == (key, f"Start each entry with [[{key}]].")


def test_languages_are_needed() -> None:
    assert ("languages", "Write at least one here.") in head_problems('["en", "ko"]', "[]")


@pytest.mark.parametrize("text", ["name =", f"name = {'9' * 5000}", f"name = {'[' * 5000}", "d = 2026-13-45"])
def test_what_is_not_toml_is_refused(text: str) -> None:
    (problem,) = problems(text)
    assert told(problem)[2].startswith("This is not valid TOML: ")


HEADER = ",".join(COLUMNS)


@given(label=st.text() | st.just(LABEL), shows=st.text() | st.text().map(lambda text: f"{HEADER}\n{text}"))
def test_arbitrary_texts_are_read_or_refused_and_nothing_else(label: str, shows: str) -> None:
    found = read_or_refused(label, shows)
    assert found
    assert isinstance(found, Label) or all(texts_for("ko").say(problem.reason) for problem in found)


CELLS = st.text(max_size=12) | st.sampled_from(sorted({*ROW.values(), "2026-12-05T19:00", "0", "1e9", ";"}))


@given(cells=st.fixed_dictionaries({name: CELLS | st.just(cell) for name, cell in ROW.items()}))
def test_arbitrary_cells_are_read_or_refused_and_nothing_else(cells: dict[str, str]) -> None:
    found = read_or_refused(shows=table(cells))
    if isinstance(found, Label):
        assert all(show.artists and show.tickets(UPDATED) for show in found.shows)
    else:
        assert all(problem.line for problem in found)


KEYS = ["name", "timezone", "languages", "artists", "faqs", "id", "examples", "answer", "aliases", "x"]
VALUES = st.sampled_from(
    ['"Asia/Seoul"', '"en"', "[]", '["a"]', "1", "true", "[{}]", '[{name="a"}]', "{}", '{en="x"}', '""']
)


@given(entries=st.lists(st.tuples(st.sampled_from(KEYS), VALUES), unique_by=lambda entry: entry[0]))
def test_any_shape_of_label_toml_is_read_or_refused_and_nothing_else(entries: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in entries)
    assert read_or_refused(text, table())
