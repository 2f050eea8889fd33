"""A week looked back on: every number from what was told, in any order."""

import random
from collections import Counter
from datetime import timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digests.shifts import grid, missing_shift
from bot.domain.digests.sources import AskedQuestion, LateReply
from bot.domain.hours.opening_hours import OpeningHours
from bot.domain.questions.knowledge_gaps import MOST_COMPARED, faq_wishes, missing_facts
from bot.domain.questions.question import Outcome
from bot.domain.reply_time import Trend, Waited, Week, figures, trend
from bot.domain.understanding.reading import Kind
from tests.digesting import (
    DAY,
    HOUR,
    MADE_AT,
    MINUTE,
    OFFICE,
    SEOUL,
    TARGET,
    WEEK,
    Told,
    a_full_week,
    local,
    question,
    reply_to,
)

AT = local("2026-11-17T11:00")


def test_a_digest_has_eight_weeks_the_oldest_first_and_its_own_last() -> None:
    digest = a_full_week().digest()
    assert [week.week.name for week in digest.weeks] == [f"2026-W{number}" for number in range(40, 48)]
    assert [week.figures.questions for week in digest.weeks] == [20] * 8
    assert (digest.figures, digest.last_week) == (digest.weeks[-1].figures, digest.weeks[-2].figures)


def test_what_was_asked_before_the_eight_weeks_or_after_them_is_left_out() -> None:
    told = Told()
    told.ask(WEEK.previous(7, SEOUL).start - MINUTE, after=HOUR)
    told.ask(WEEK.end, after=MINUTE)
    digest = told.digest()
    assert sum(week.figures.questions for week in digest.weeks) == 0
    assert digest.median_of_weeks is None


def test_the_order_in_which_things_are_told_does_not_matter() -> None:
    told, mixed = a_full_week(), a_full_week()
    for things in (mixed.waited, mixed.late, mixed.waiting, mixed.said):
        random.Random(3).shuffle(things)  # noqa: S311  # any order does
    assert mixed.digest() == told.digest()


def test_every_figure_is_that_of_a_plain_count() -> None:
    told = a_full_week()
    digest = told.digest()
    own = [item for item in told.waited if item.asked_at is not None and item.asked_at in WEEK]
    waits = [item.wait / MINUTE for item in own if item.wait is not None]
    assert digest.figures.median == timedelta(minutes=median(waits))
    assert digest.figures.outcomes == Counter(item.outcome for item in own)
    within = sum(item.open_wait <= TARGET for item in own if item.open_wait is not None)
    assert digest.figures.within_target == within
    assert digest.answered_by_bot == sum(item.outcome is Outcome.ANSWERED_BY_BOT for item in own)
    assert sum(map(sum, digest.asked_by_hour)) == len(own)


def test_waits_that_nobody_counted_in_opening_hours_are_counted() -> None:
    told = Told()
    told.ask(local("2026-11-20T18:30"), after=DAY)
    (known,) = told.waited
    told.waited = [Waited(question_id=1, outcome=known.outcome, wait=DAY, asked_at=known.asked_at)]
    assert told.digest().figures.open_median == 30 * MINUTE + 5 * HOUR


def test_a_wait_keeps_the_opening_hours_it_was_counted_with() -> None:
    told = Told()
    told.ask(AT, after=2 * HOUR)
    told.hours = OpeningHours.parse("closed", zone=SEOUL)
    assert told.digest().figures.open_median == 2 * HOUR


def test_an_open_question_counts_as_missed_only_once_its_target_has_passed() -> None:
    told = Told()
    told.ask(AT, after=HOUR)
    told.ask(WEEK.end - HOUR, Outcome.OPEN)  # on Sunday evening: nothing of it is open yet
    assert (told.digest().figures.within_target, told.digest().figures.due) == (1, 1)
    told.now = MADE_AT + 6 * HOUR  # Monday, 15:00
    assert (told.digest().figures.within_target, told.digest().figures.due) == (1, 2)
    assert told.digest().figures.share_within_target == 0.5


def test_nothing_is_due_in_a_week_of_which_nothing_is_known() -> None:
    assert Told().digest().figures.share_within_target is None


def test_a_question_without_its_time_is_a_mistake() -> None:
    told = Told(waited=[Waited(question_id=1, outcome=Outcome.OPEN)])
    with pytest.raises(ValueError, match="when each question was asked"):
        told.digest()


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((10,) * 5, (20,) * 5, Trend.FASTER),
        ((20,) * 5, (10,) * 5, Trend.SLOWER),
        ((20,) * 5, (20.3,) * 5, Trend.SAME),
        ((10,) * 4, (20,) * 9, None),
        ((10,) * 9, (20,) * 4, None),
        ((), (), None),
    ],
)
def test_a_trend_needs_five_replies_in_both_weeks(
    now: tuple[float, ...], before: tuple[float, ...], expected: Trend | None
) -> None:
    weeks = [
        figures(Waited(question_id=1, outcome=Outcome.ANSWERED_BY_STAFF, wait=m * MINUTE) for m in minutes)
        for minutes in (now, before)
    ]
    assert trend(*weeks) is expected


def test_who_waits_longest_comes_first() -> None:
    told = Told()
    second, first = told.ask(AT, Outcome.OPEN), told.ask(AT - 30 * DAY, Outcome.OPEN)
    assert [item.question for item in told.digest().waiting] == [first, second]


def test_the_bot_s_share_leaves_out_answers_that_were_corrected() -> None:
    told = Told()
    told.ask(AT, Outcome.ANSWERED_BY_BOT)
    told.ask(AT, Outcome.ANSWERED_BY_STAFF, HOUR, taken_back_at=AT + MINUTE)
    digest = told.digest()
    assert (digest.answered_by_bot, digest.corrected, digest.share_by_bot) == (1, 1, 0.5)


def test_what_is_asked_most_comes_first_and_what_was_no_question_not_at_all() -> None:
    told = Told()
    told.ask(AT, kinds=(Kind.PRICE,), shows=("haru",))
    told.ask(AT, kinds=(Kind.DATE, Kind.PRICE), shows=("haru", "bloom"))
    told.ask(AT, Outcome.DISMISSED, kinds=(Kind.AGE,), shows=("bloom",))
    digest = told.digest()
    assert digest.kinds == ((Kind.PRICE, 2), (Kind.DATE, 1))
    assert [(show.title, show.questions) for show in digest.shows] == [("Haru Fest", 2), ("Night [Bloom]", 1)]


def test_a_show_that_is_gone_is_named_by_its_id() -> None:
    told = Told()
    told.ask(AT, shows=("gone",))
    assert told.digest().shows[0].title == "gone"


def test_fans_are_thanked_the_most_helpful_first() -> None:
    told = Told()
    for helper in ("Mina", "Leo", "Leo"):
        told.ask(AT, Outcome.ANSWERED_BY_FAN, helper=helper)
    assert [(helper.name, helper.answers) for helper in told.digest().helpers] == [("Leo", 2), ("Mina", 1)]


def test_announcements_come_with_those_that_moved_most_fans_first() -> None:
    told = Told()
    told.announce(AT, fans=2)
    told.announce(AT + HOUR, fans=9)
    told.answer_fans(6)
    dialogue = told.digest().dialogue
    assert [message.fans for message in dialogue.announcements] == [9, 2]
    assert (dialogue.replies, dialogue.share_of_replies) == (6, 0.75)


def test_an_empty_week_is_empty_and_one_with_a_word_of_ours_is_not() -> None:
    told = Told()
    assert told.digest().empty
    assert told.digest().dialogue.share_of_replies is None
    assert told.digest().share_by_bot is None
    told.answer_fans(1)
    assert not told.digest().empty


def test_the_whole_questions_of_the_week_stand_in_the_order_in_which_they_were_asked() -> None:
    told = Told()
    second, first = told.ask(AT + HOUR), told.ask(AT)
    assert [item.question for item in told.digest().asked] == [first, second]


def test_waits_of_a_question_are_from_asking_and_from_the_hand_off() -> None:
    asked = question(1, AT, handed_off_at=AT + HOUR)
    item = AskedQuestion(question=asked, reply=reply_to(asked, 3 * HOUR))
    assert (item.wait, item.wait_since_hand_off) == (3 * HOUR, 2 * HOUR)
    assert (AskedQuestion(question=asked).wait, AskedQuestion(question=asked).wait_since_hand_off) == (
        None,
        None,
    )
    late = LateReply(question_id=1, asked_at=AT, replied_at=AT + DAY)
    assert late.wait == DAY


# --- when ---------------------------------------------------------------------------------------------


def test_the_grid_counts_by_the_label_s_own_clock_also_when_clocks_change() -> None:
    london = ZoneInfo("Europe/London")
    monday = Week.parse("2026-W43", london)  # clocks go back on its Sunday
    counted = grid((monday.start + number * HOUR for number in range(169)), london)
    assert counted[6][1] == 2
    assert sum(map(sum, counted)) == 169


def test_replies_of_the_week_are_counted_whenever_they_were_asked_for() -> None:
    told = Told()
    told.ask(WEEK.start - HOUR, after=12 * HOUR)  # asked last week, answered on Monday at 11
    told.ask(WEEK.end - HOUR, after=12 * HOUR)  # asked on Sunday, answered next week
    digest = told.digest()
    assert digest.replied_by_hour[0][11] == 1
    assert sum(map(sum, digest.replied_by_hour)) == 1


def test_a_shift_is_missing_where_most_is_asked_and_not_answered() -> None:
    told = Told()
    for number in range(4):
        told.ask(local("2026-11-20T20:10") + number * 30 * MINUTE, after=15 * HOUR)
    told.ask(local("2026-11-17T11:10"), after=MINUTE)
    shift = told.digest().missing_shift
    assert shift is not None
    assert (shift.weekday, shift.from_hour, shift.to_hour) == (4, 19, 22)
    assert (shift.questions, shift.replies) == (4, 0)


def test_no_shift_is_missing_where_the_bot_answered() -> None:
    told = Told()
    for _ in range(9):
        told.ask(local("2026-11-20T03:10"), Outcome.ANSWERED_BY_BOT)
    assert told.digest().missing_shift is None
    assert told.digest().asked_by_hour[4][3] == 9


def test_no_shift_is_missing_in_a_quiet_week() -> None:
    nothing = grid([], SEOUL)
    assert missing_shift(nothing, nothing) is None


# --- what would have answered -------------------------------------------------------------------------


def test_hand_offs_alike_become_one_wish_the_largest_first() -> None:
    texts = [
        "Can I bring a camera?",
        "When will the new vinyl ship?",
        "any parking near the venue?",
        "vinyl shipping date?",
        "parking?",
        "when does the vinyl ship out",
    ]
    asked = [question(number, AT, text=text, handed_off_at=AT) for number, text in enumerate(texts)]
    wishes = faq_wishes(asked)
    assert [[q.id for q in wish.questions] for wish in wishes] == [[1, 3, 5], [2, 4], [0]]


def test_a_wish_knows_the_latest_question_that_the_team_answered() -> None:
    asked = [
        question(1, AT, handed_off_at=AT, outcome=Outcome.ANSWERED_BY_STAFF),
        question(2, AT, handed_off_at=AT, outcome=Outcome.ANSWERED_BY_STAFF),
        question(3, AT, handed_off_at=AT),
    ]
    (wish,) = faq_wishes(asked)
    assert wish.answered == asked[1]
    assert faq_wishes(asked[2:])[0].answered is None


def test_what_a_frequent_question_could_not_have_answered_is_no_wish() -> None:
    asked = [
        question(1, AT),  # never handed off
        question(2, AT, handed_off_at=AT, kinds=(Kind.PRICE,)),  # a fact of a show
        question(3, AT, handed_off_at=AT, faq="vinyl"),  # there is one already
        question(4, AT, handed_off_at=AT, outcome=Outcome.DISMISSED),
    ]
    assert faq_wishes(asked) == ()


def test_facts_that_the_data_lack_are_counted_by_show() -> None:
    asked = [
        question(1, AT, handed_off_at=AT, kinds=(Kind.PRICE,), shows=("haru",)),
        question(2, AT, handed_off_at=AT, kinds=(Kind.PRICE, Kind.FAQ), shows=("haru",)),
        question(3, AT, handed_off_at=AT, kinds=(Kind.AGE,)),
    ]
    found = [
        (fact.kind, fact.show_id, fact.title, fact.questions)
        for fact in missing_facts(asked, {"haru": "Haru"})
    ]
    assert found == [(Kind.PRICE, "haru", "Haru", 2), (Kind.AGE, None, "", 1)]


def test_of_a_flood_of_hand_offs_the_latest_are_compared() -> None:
    asked = [question(number, AT + number * MINUTE, handed_off_at=AT) for number in range(MOST_COMPARED + 9)]
    (wish,) = faq_wishes(asked)
    assert len(wish.questions) == MOST_COMPARED
    assert wish.questions[-1] == asked[-1]


# --- weeks by name ------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Asia/Seoul", "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
@pytest.mark.parametrize("name", ["2026-W01", "2026-W47", "2026-W53", "2027-W01"])
def test_a_week_is_found_by_its_name_and_names_itself(name: str, zone: str) -> None:
    week = Week.parse(name, ZoneInfo(zone))
    assert week.name == name
    assert week.start in week
    assert week.end not in week


@pytest.mark.parametrize("name", ["2026-W54", "2026-W00", "W47", "2026-47", "", "2025-W53"])
def test_what_is_no_week_has_no_name(name: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Week.parse(name, SEOUL)


def test_weeks_before_start_on_mondays_whatever_the_clocks_do() -> None:
    london = ZoneInfo("Europe/London")
    week = Week.parse("2026-W44", london)
    assert week.previous(0, london) == week
    assert week.previous(1, london) == week.before(london) == Week.parse("2026-W43", london)
    assert week.previous(40, london).name == "2026-W04"
    assert week.previous(-1, london).start == week.end


def test_the_zone_of_a_digest_is_that_of_its_hours() -> None:
    assert Told().digest().zone == OFFICE.zone
