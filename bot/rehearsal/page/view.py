"""What a visitor sees, as a flat map: the page draws it, and needs nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal.page import views
from bot.rehearsal.page.sight import Sight

if TYPE_CHECKING:
    from bot.rehearsal.page.looking import Looking
    from bot.rehearsal.page.room import Room, Situation
    from bot.rehearsal.world import World

Json = dict[str, Any]

MOST_MESSAGES = 200


async def view(world: World, room: Room, looking: Looking) -> Json:
    """Return the map of what a visitor sees now."""
    situation = await room.situation()
    seen: Json = {"room": _room(world, situation)}
    if looking.user is None:
        return seen
    sight = Sight(world, looking.user)
    channel = sight.channel(looking.channel_id)
    opened = {*looking.opened, *([channel.id] if channel else [])}
    seen["me"] = views.me(looking.user)
    seen["guild"] = views.guild(sight)
    seen["places"] = [views.place(one, sight) for one in sight.places(opened)]
    seen["commands"] = views.commands(sight, channel) if channel else []
    messages = sight.messages(channel)[-MOST_MESSAGES:] if channel else []
    seen["messages"] = [str(one.id) for one in messages]
    seen |= {f"message:{one.id}": views.message(one, sight) for one in messages}
    seen |= {f"interaction:{one.id}": views.interaction(one) for one in looking.pending()}
    selected = sight.message(looking.selected_id, channel)
    seen["explained"] = await room.explain(selected, looking.user) if selected else None
    return seen


def _room(world: World, situation: Situation) -> Json:
    bot = next(iter(world.applications.values()), None)
    return {
        "people": [views.played(one, world) for one in situation.people],
        "label": situation.label,
        "zone": situation.zone,
        "bot": str(bot.user.id) if bot else None,
        "moves": list(situation.moves),
        "scene": situation.scene,
        "caption": situation.caption,
        "moving": situation.moving,
    }
