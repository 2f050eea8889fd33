"""What a visitor sees, as a flat map: the page draws it, and needs nothing else."""

from typing import Any

from bot.rehearsal.model.world import World
from bot.rehearsal.page import entries
from bot.rehearsal.page.client_state import ClientState
from bot.rehearsal.page.host import HostStatus, PageHost
from bot.rehearsal.page.visibility import Visibility

Json = dict[str, Any]

MOST_MESSAGES = 200


async def view(world: World, host: PageHost, state: ClientState) -> Json:
    """Return the map of what a visitor sees now."""
    status = await host.status()
    seen: Json = {"room": _room(world, status)}
    if state.user is None:
        return seen
    visible = Visibility(world, state.user)
    channel = visible.channel(state.channel_id)
    opened = {*state.opened, *([channel.id] if channel else [])}
    seen["me"] = entries.me(state.user)
    seen["guild"] = entries.guild(visible)
    seen["places"] = [entries.place(one, visible) for one in visible.places(opened)]
    seen["commands"] = entries.commands(visible, channel) if channel else []
    messages = visible.messages(channel)[-MOST_MESSAGES:] if channel else []
    seen["messages"] = [str(one.id) for one in messages]
    seen["pins"] = [entries.message(one, visible) for one in visible.pins(channel)] if channel else []
    seen |= {f"message:{one.id}": entries.message(one, visible) for one in messages}
    seen |= {f"interaction:{one.id}": entries.interaction(one) for one in state.pending()}
    selected = visible.message(state.selected_id, channel)
    seen["explained"] = await host.explain(selected, state.user) if selected else None
    return seen


def _room(world: World, status: HostStatus) -> Json:
    bot = next(iter(world.applications.values()), None)
    return {
        "people": [entries.persona(one, world) for one in status.people],
        "label": status.label,
        "zone": status.zone,
        "bot": str(bot.user.id) if bot else None,
        "moves": list(status.moves),
        "scene": status.scene,
        "caption": status.caption,
        "moving": status.moving,
        "landmarks": {name: str(channel) for name, channel in status.landmarks.items()},
    }
