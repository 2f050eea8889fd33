"""What bots say to the gateway: identify, resume, heartbeat, ask for members, set a presence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal.gateway.session import GatewaySession
from bot.rehearsal.model.events import GUILDS, MEMBERS, PRESENCES
from bot.rehearsal.payloads import guilds as guilds_json
from bot.rehearsal.payloads import users as users_json

if TYPE_CHECKING:
    from bot.rehearsal.gateway.connection import GatewayConnection
    from bot.rehearsal.gateway.gateway import Gateway
    from bot.rehearsal.model.applications import Application
    from bot.rehearsal.model.guilds import Guild
    from bot.rehearsal.model.members import Member

Json = dict[str, Any]

HIGHEST_INTENT = 1 << 26
CHUNK = 1000


def take(gateway: Gateway, connection: GatewayConnection, frame: Json) -> None:
    """Act on one frame of a bot's."""
    op, data = frame.get("op"), frame.get("d")
    if op == 1:
        connection.send({"op": 11, "d": None})
    elif op == 2:  # noqa: PLR2004 - IDENTIFY
        _identify(gateway, connection, data)
    elif op == 6:  # noqa: PLR2004 - RESUME
        _resume(gateway, connection, data)
    elif connection.session is None:
        connection.close(4003, "Not authenticated.")
    elif op == 8:  # noqa: PLR2004 - REQUEST_GUILD_MEMBERS
        _members(gateway, connection.session, data)
    elif op not in (3, 4, 31):
        connection.close(4001, "Unknown opcode.")


def _application(gateway: Gateway, token: str) -> Application | None:
    applications = list(gateway.world.applications.values())
    for application in applications:
        if application.token == token:
            return application
    return applications[0] if gateway.any_token and applications else None


def _identify(gateway: Gateway, connection: GatewayConnection, data: Any) -> None:
    gateway.identifies += 1
    if connection.session is not None:
        connection.close(4005, "Already authenticated.")
        return
    if not isinstance(data, dict) or "token" not in data or "properties" not in data:
        connection.close(4002, "Error while decoding payload.")
        return
    application = _application(gateway, str(data["token"]).removeprefix("Bot "))
    intents = data.get("intents")
    if application is None:
        connection.close(4004, "Authentication failed.")
    elif not isinstance(intents, int) or not 0 <= intents < HIGHEST_INTENT:
        connection.close(4013, "Invalid intent(s).")
    elif intents & application.refused_intents:
        connection.close(4014, "Disallowed intent(s).")
    else:
        shard = data.get("shard") or (0, 1)
        _open(gateway, connection, GatewaySession(application, intents, (shard[0], shard[1]), gateway.kept))


def _open(gateway: Gateway, connection: GatewayConnection, session: GatewaySession) -> None:
    gateway.sessions[session.id] = session
    _attach(connection, session)
    application = session.application
    guilds = [guild for guild in gateway.world.guilds.values() if application in guild.applications]
    mine = [guild for guild in guilds if (guild.id >> 22) % session.shard[1] == session.shard[0]]
    flags = guilds_json.application_flags(application)
    ready: Json = {
        "v": 10,
        "user": users_json.own_user(application.user),
        "user_settings": {},
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in mine],
        "private_channels": [],
        "relationships": [],
        "presences": [],
        "session_id": session.id,
        "session_type": "normal",
        "resume_gateway_url": gateway.url,
        "shard": list(session.shard),
        "application": {"id": str(application.id), "flags": flags, "flags_new": str(flags)},
        "geo_ordered_rtc_regions": [],
        "auth": {},
        "_trace": ["[]"],
    }
    gateway.dispatch(session, "READY", ready)
    if session.intents & GUILDS:
        for guild in mine:
            gateway.dispatch(session, "GUILD_CREATE", guild_created(session, guild))
    gateway.world.stir()


def guild_created(session: GatewaySession, guild: Guild) -> Json:
    """Return GUILD_CREATE; KeyError when the bot isn't in the guild."""
    everyone = bool(session.intents & MEMBERS and session.intents & PRESENCES)
    return guilds_json.created(guild, guild.members[session.application.user.id], everyone=everyone)


def _attach(connection: GatewayConnection, session: GatewaySession) -> None:
    if session.connection:
        session.connection.session = None
        session.connection.close(4000, "Resumed elsewhere.")
    connection.session = session
    session.connection = connection


def _resume(gateway: Gateway, connection: GatewayConnection, data: Any) -> None:
    asked: Json = data if isinstance(data, dict) else {}
    session = gateway.sessions.get(str(asked.get("session_id")))
    sequence = asked.get("seq")
    application = _application(gateway, str(asked.get("token")).removeprefix("Bot "))
    if application is None:
        connection.close(4004, "Authentication failed.")
        return
    known = session is not None and session.application is application and not gateway.refuse_resume
    missed = session.missed_since(sequence) if session and known and isinstance(sequence, int) else None
    if session is None or missed is None:
        connection.send({"op": 9, "d": False})
        return
    _attach(connection, session)
    for frame in missed:
        connection.send(frame)
    gateway.dispatch(session, "RESUMED", {"_trace": ["[]"]})
    gateway.world.stir()


def _members(gateway: Gateway, session: GatewaySession, data: Any) -> None:
    asked: Json = data if isinstance(data, dict) else {}
    guild = gateway.world.guilds.get(int(asked.get("guild_id") or 0))
    if guild is None or session.application not in guild.applications:
        return
    found, unknown = _found(guild, asked)
    whole = "user_ids" not in asked and not asked.get("query") and not asked.get("limit")
    if whole and not session.intents & MEMBERS:
        return
    chunks = [found[i : i + CHUNK] for i in range(0, len(found), CHUNK)] or [[]]
    for index, chunk in enumerate(chunks):
        body: Json = {
            "guild_id": str(guild.id),
            "members": [users_json.member(member) for member in chunk],
            "chunk_index": index,
            "chunk_count": len(chunks),
        }
        if unknown:
            body["not_found"] = unknown
        if asked.get("presences"):
            body["presences"] = []
        if asked.get("nonce") is not None:
            body["nonce"] = asked["nonce"]
        gateway.dispatch(session, "GUILD_MEMBERS_CHUNK", body)


def _found(guild: Guild, asked: Json) -> tuple[list[Member], list[str]]:
    wanted = asked.get("user_ids")
    if wanted is not None:
        ids = [str(one) for one in (wanted if isinstance(wanted, list) else [wanted])]
        found = [guild.members[int(one)] for one in ids if int(one) in guild.members]
        return found, [one for one in ids if int(one) not in guild.members]
    query = str(asked.get("query") or "").casefold()
    members = [
        member
        for member in guild.members.values()
        if member.shown_name.casefold().startswith(query) or member.user.username.casefold().startswith(query)
    ]
    limit = int(asked.get("limit") or 0)
    return (members[:limit] if limit else members), []
