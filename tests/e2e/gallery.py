"""A harness with a gallery: channels for works, highlights, and fans who make things."""

import io
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from bot.domain.works.consent import Consent
from bot.domain.works.work import Work, WorkState
from bot.rehearsal.model.channels import Channel, Message
from bot.rehearsal.model.interactions import Interaction
from bot.rehearsal.people.person import Person
from tests.e2e.harness import Harness, components, press, words


def picture(colour: str = "#C0577B", side: int = 64, form: str = "PNG") -> bytes:
    """Return a picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(file, form)
    return file.getvalue()


@dataclass
class Gallery:
    """The label's server with its works set up."""

    harness: Harness
    art: Channel = field(init=False)
    remixes: Channel = field(init=False)
    highlights: Channel = field(init=False)

    async def open(self, **more: Any) -> None:
        guild = self.harness.fan_server.guild
        self.art = guild.text_channel("fan-art")
        self.remixes = guild.text_channel("remixes-and-covers")
        self.highlights = guild.text_channel("highlights")
        self.harness.fan_server.hana.locale = "en-US"
        await self.setup(look_in=self.art, highlights=self.highlights, needed=2, **more)
        await self.setup(look_in=self.remixes, kind="remix")

    async def setup(self, **options: Any) -> Interaction:
        done = await self.harness.hana.slash(self.harness.fan_server.team_desk, "works setup", **options)
        return await done.done()

    # --- making and nominating --------------------------------------------------------------------

    async def draws(self, maker: Person, text: str = "Glass Harbor fan art", **files: Any) -> Message:
        """Have a fan post a picture."""
        name, content = files.get("name", "harbor.png"), files.get("content", picture())
        return await maker.say(files.get("channel", self.art), text, files=[(name, content)])

    async def work(self, message: Message) -> Work:
        """Return the work that a message is kept as, once it is."""
        found = await self.harness.eventually(lambda: self.harness.store.works.of_message(message.id))
        assert isinstance(found, Work)
        return found

    async def consent(self, message: Message) -> Consent | None:
        return await self.harness.store.work_consents.of_work((await self.work(message)).id)

    async def state(self, message: Message) -> WorkState:
        await self.harness.settled()
        return (await self.work(message)).state

    async def fans_nominate(self, message: Message) -> Message:
        """Have two fans react; returns the card at the team's desk."""
        await self.work(message)
        for fan in (self.harness.minji, self.harness.dohyun):
            await fan.react(message, "⭐")
        return await self.card(message)

    async def card(self, message: Message) -> Message:
        mark = f"Work #{(await self.work(message)).id}"
        cards = await self.harness.until(
            lambda: [
                one
                for one in self.harness.said_by_bot(self.harness.fan_server.team_desk)
                if mark in words(one)
            ]
        )
        assert isinstance(cards[0], Message)
        return cards[0]

    async def ask(self, card: Message, note: str = "") -> Interaction:
        """Have staff press Ask on a card, and send the form."""
        form = await press(self.harness.sera, card, "work_ask")
        return await (await self.harness.sera.submit(form, note=note)).done()

    async def nominate(self, message: Message, note: str = "") -> Interaction:
        """Have staff nominate a message by right-click, and send the form."""
        form = await (await self.harness.sera.menu(message, "Nominate for highlights")).done()
        return await (await self.harness.sera.submit(form, note=note)).done() if form.modal else form

    # --- asking -----------------------------------------------------------------------------------

    def direct(self, maker: Person) -> Channel:
        return self.harness.fan_server.world.direct(self.harness.me, maker.user)

    async def question(self, maker: Person) -> Message:
        """Return what the maker was asked by direct message."""
        channel = self.direct(maker)
        asked = await self.harness.until(
            lambda: [one for one in self.harness.said_by_bot(channel) if one.components]
        )
        assert isinstance(asked[-1], Message)
        return asked[-1]

    async def says_yes(self, maker: Person, question: Message, **form: Any) -> Interaction:
        opened = await press(maker, question, "work_yes")
        values: dict[str, Any] = {"credit": "Leo Inkwell", "scopes": ["server"], **form}
        return await (await maker.submit(opened, values)).done()

    # --- what is shown ----------------------------------------------------------------------------

    async def highlight(self) -> Message:
        found = await self.harness.until(self.shown)
        assert isinstance(found[-1], Message)
        return found[-1]

    def shown(self) -> list[Message]:
        return self.harness.said_by_bot(self.highlights)

    async def shows(self, maker: Person, **form: Any) -> tuple[Message, Message]:
        """Have a fan's picture be shown; returns it and its highlight."""
        before = len(self.shown())
        made = await self.draws(maker)
        await self.nominate(made)
        await self.says_yes(maker, await self.question(maker), **form)
        found = await self.harness.until(lambda: self.shown() if len(self.shown()) > before else None)
        await self.harness.settled()
        return made, found[-1]

    async def gone(self) -> None:
        """Wait until nothing is shown."""
        await self.harness.until(lambda: not self.shown())
        await self.harness.settled()

    def labels(self, message: Message) -> list[str]:
        return [item["custom_id"].split(":")[0] for item in components(message) if "custom_id" in item]
