"""The steps of the guide through /setup: what each one settles, and in what words."""

from dataclasses import dataclass
from enum import IntEnum

from bot.domain.sentences import Sentence, sentence
from bot.domain.server import Server


class Setting(IntEnum):
    """One thing that can be set. The numbers stand in custom ids: they never change their meaning."""

    TEAM = 1
    MANAGERS = 2
    TEAM_CHANNEL = 3
    LISTENED = 4
    ANNOUNCED = 5
    LANGUAGE = 6
    ZONE = 7
    HOURS = 8
    HOLIDAYS = 9
    TARGET = 10
    REMINDS = 11
    ON_DUTY = 12
    CLAIM = 13
    DIGEST_CHANNEL = 14
    DIGEST_DAY = 15
    DIGEST_HOUR = 16

    @property
    def field(self) -> str:
        """Return the name of the server's field that keeps it."""
        return _FIELDS[self]

    def of(self, server: Server) -> object:
        """Return how it is set."""
        return getattr(server, self.field)


_FIELDS = {
    Setting.TEAM: "staff_roles",
    Setting.MANAGERS: "manager_roles",
    Setting.TEAM_CHANNEL: "staff_channel_id",
    Setting.LISTENED: "listened",
    Setting.ANNOUNCED: "announced",
    Setting.LANGUAGE: "language",
    Setting.ZONE: "timezone",
    Setting.HOURS: "opening_hours",
    Setting.HOLIDAYS: "holidays",
    Setting.TARGET: "target_minutes",
    Setting.REMINDS: "reminds",
    Setting.ON_DUTY: "on_duty_role_id",
    Setting.CLAIM: "claim_minutes",
    Setting.DIGEST_CHANNEL: "digest_channel_id",
    Setting.DIGEST_DAY: "digest_weekday",
    Setting.DIGEST_HOUR: "digest_hour",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of the guide; it is known by its first setting."""

    settings: tuple[Setting, ...]
    name: Sentence
    words: Sentence

    @property
    def key(self) -> Setting:
        """Return the setting that stands for the step."""
        return self.settings[0]

    @property
    def number(self) -> int:
        """Return its place in the guide, counted from 1."""
        return STEPS.index(self) + 1

    @property
    def before(self) -> "Step | None":
        """Return the step before this one."""
        return STEPS[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> "Step | None":
        """Return the step after this one."""
        return STEPS[self.number] if self.number < len(STEPS) else None

    def is_settled(self, server: Server) -> bool:
        """Whether there is anything to see of it yet."""
        return bool(self.key.of(server))


STEPS = (
    Step(
        settings=(Setting.TEAM,),
        name=sentence("Team"),
        words=sentence("Which role does everybody have who answers fans? Their replies stop the clock."),
    ),
    Step(
        settings=(Setting.MANAGERS,),
        name=sentence("Managers"),
        words=sentence(
            "Which role may read the figures and change this set-up? "
            "Members with Manage Server always may, so this can stay empty."
        ),
    ),
    Step(
        settings=(Setting.TEAM_CHANNEL,),
        name=sentence("The team’s channel"),
        words=sentence(
            "Where should I bring the questions that I can’t answer? A channel that only the team sees is best."
        ),
    ),
    Step(
        settings=(Setting.LISTENED,),
        name=sentence("I listen in"),
        words=sentence(
            "Where do fans ask? I read these channels and forums from now on, and leave older messages alone."
        ),
    ),
    Step(
        settings=(Setting.ANNOUNCED,),
        name=sentence("Announcement channels"),
        words=sentence(
            "Where does the label announce? The digest says how many fans took part in each announcement. "
            "This can stay empty."
        ),
    ),
    Step(
        settings=(Setting.LANGUAGE,),
        name=sentence("Language of the team’s posts"),
        words=sentence(
            "In which language should I write to the team? Fans always hear back in their own language."
        ),
    ),
    Step(
        settings=(Setting.ZONE,),
        name=sentence("Time zone"),
        words=sentence("By which clock does the team live? Opening hours, weeks and the digest follow it."),
    ),
    Step(
        settings=(Setting.HOURS,),
        name=sentence("Opening hours"),
        words=sentence(
            "When is the team there? Only that time counts towards the target, and I remind nobody outside it. "
            "Left empty, the team is always there."
        ),
    ),
    Step(
        settings=(Setting.HOLIDAYS,),
        name=sentence("Holidays"),
        words=sentence("On which days is nobody there? They don’t count, whatever the opening hours say."),
    ),
    Step(
        settings=(Setting.TARGET,),
        name=sentence("Target"),
        words=sentence("Within how much open time should every fan have heard back?"),
    ),
    Step(
        settings=(Setting.REMINDS, Setting.ON_DUTY),
        name=sentence("Reminders"),
        words=sentence(
            "Should I remind the team of fans who wait: at half the target, at the target, and as the team "
            "comes in? If you choose a role on duty, I mention it at the target."
        ),
    ),
    Step(
        settings=(Setting.CLAIM,),
        name=sentence("Claims"),
        words=sentence(
            "Somebody can claim a question, so that two people don’t write at once. "
            "After how long is it free again?"
        ),
    ),
    Step(
        settings=(Setting.DIGEST_CHANNEL, Setting.DIGEST_DAY, Setting.DIGEST_HOUR),
        name=sentence("Weekly digest"),
        words=sentence(
            "Where and when should I post how last week went? Without a channel I post no digest."
        ),
    ),
)

_STEP_OF = {setting: step for step in STEPS for setting in step.settings}


def step_of(setting: Setting) -> Step:
    """Return the step at which a thing is set."""
    return _STEP_OF[setting]
