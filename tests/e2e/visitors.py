"""What visitors of the demo do and see, for the tests of this folder."""

from typing import Any

from bot.cli.demo.demo import Demo
from tests.rehearsal.visiting import Visitor


def text_of(message: dict[str, Any]) -> str:
    embeds = [f"{one.get('title', '')} {one.get('description', '')}" for one in message["embeds"]]
    return " ".join([message["content"], *embeds])


async def answer_to(visitor: Visitor, message_id: str) -> dict[str, Any]:
    """Wait until the bot replies to a message that is seen."""
    found = await visitor.until(
        lambda: [
            one
            for one in visitor.messages
            if (one.get("message_reference") or {}).get("message_id") == message_id
            and one["author"].get("bot")
        ]
    )
    return dict(found[0])


async def asks(visitor: Visitor, demo: Demo, text: str) -> str:
    channel = str(demo.fan_server.questions.id)
    return str((await visitor.do("say", channel=channel, text=text))["message"])


async def explained(visitor: Visitor, message_id: str, having: str) -> dict[str, str]:
    """Select a message, and return what is explained once that has a row of this name."""
    await visitor.look(selected=message_id)

    def rows() -> dict[str, str]:
        told = visitor.map.get("explained") or {"message": None, "rows": []}
        found = {row["name"]: row["value"] for row in told["rows"]}
        return found if told["message"] == message_id and having in found else {}

    return dict(await visitor.until(rows))


async def moved(visitor: Visitor, to: str) -> None:
    assert to in visitor.map["room"]["moves"]
    await visitor.do("move", to=to)
