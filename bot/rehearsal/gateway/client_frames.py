"""What bots say to the gateway: identify, resume, heartbeat, ask for members, set a presence."""

from typing import Any

from bot.rehearsal.gateway.connection import GatewayConnection
from bot.rehearsal.gateway.intents import GUILDS, MEMBERS
from bot.rehearsal.gateway.session import GatewaySession
from bot.rehearsal.gateway.sessions import GatewaySessions
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.members import Member
from bot.rehearsal.payloads import guilds as guilds_json
from bot.rehearsal.payloads import users as users_json

Json = dict[str, Any]

HIGHEST_INTENT = 1 << 26
CHUNK = 1000


def take(sessions: GatewaySessions, connection: GatewayConnection, frame: Json) -> None:
    """Act on one frame of a bot's."""
    session = sessions.of(connection)
    op, data = frame.get("op"), frame.get("d")
    if op == 1:
        connection.heartbeat.set()
        connection.send({"op": 11, "d": None})
    elif op == 2:  # noqa: PLR2004 - IDENTIFY
        _identify(sessions, connection, data)
    elif op == 6:  # noqa: PLR2004 - RESUME
        _resume(sessions, connection, data)
    elif session is None:
        connection.close(4003, "Not authenticated.")
    elif op == 8:  # noqa: PLR2004 - REQUEST_GUILD_MEMBERS
        _members(sessions, session, data)
    elif op == 43:  # noqa: PLR2004 - REQUEST_CHANNEL_INFO
        _channel_info(sessions, session, data)
    elif op not in (3, 4, 31):
        connection.close(4001, "Unknown opcode.")


def _identify(sessions: GatewaySessions, connection: GatewayConnection, data: Any) -> None:
    sessions.identifies += 1
    if sessions.of(connection) is not None:
        connection.close(4005, "Already authenticated.")
        return
    if not isinstance(data, dict) or "token" not in data or "properties" not in data:
        connection.close(4002, "Error while decoding payload.")
        return
    application = sessions.application(data["token"])
    intents = data.get("intents")
    if application is None:
        connection.close(4004, "Authentication failed.")
    elif not isinstance(intents, int) or not 0 <= intents < HIGHEST_INTENT:
        connection.close(4013, "Invalid intent(s).")
    elif intents & application.refused_intents:
        connection.close(4014, "Disallowed intent(s).")
    elif not sessions.starts.take(application.id):
        sessions.reset_token(application)
        connection.close(4004, "Authentication failed.")
    elif not sessions.starts.take_turn(application.id):
        connection.send({"op": 9, "d": False})
    else:
        shard = data.get("shard") or (0, 1)
        _open(sessions, connection, GatewaySession(application, intents, (shard[0], shard[1]), sessions.kept))


def _open(sessions: GatewaySessions, connection: GatewayConnection, session: GatewaySession) -> None:
    sessions.attach(connection, session)
    application = session.application
    guilds = [guild for guild in sessions.world.guilds.values() if application in guild.applications]
    mine = [guild for guild in guilds if session.serves(guild)]
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
        "resume_gateway_url": sessions.url,
        "shard": list(session.shard),
        "application": {"id": str(application.id), "flags": flags, "flags_new": str(flags)},
        "geo_ordered_rtc_regions": [],
        "auth": {},
        "_trace": ["[]"],
    }
    sessions.dispatch(session, "READY", ready)
    if session.intents & GUILDS:
        for guild in mine:
            sessions.dispatch(session, "GUILD_CREATE", guilds_json.created(guild, session.viewer))
    sessions.world.notify()


def _resume(sessions: GatewaySessions, connection: GatewayConnection, data: Any) -> None:
    asked: Json = data if isinstance(data, dict) else {}
    session = sessions.by_id.get(str(asked.get("session_id")))
    sequence = asked.get("seq")
    application = sessions.application(asked.get("token"))
    if application is None:
        connection.close(4004, "Authentication failed.")
        return
    known = session is not None and session.application is application and not sessions.refuse_resume
    missed = session.missed_since(sequence) if session and known and isinstance(sequence, int) else None
    if session is None or missed is None:
        connection.send({"op": 9, "d": False})
        return
    sessions.attach(connection, session)
    for frame in missed:
        connection.send(frame)
    sessions.dispatch(session, "RESUMED", {"_trace": ["[]"]})
    sessions.world.notify()


def _members(sessions: GatewaySessions, session: GatewaySession, data: Any) -> None:
    asked: Json = data if isinstance(data, dict) else {}
    guild = sessions.world.guilds.get(int(asked.get("guild_id") or 0))
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
        sessions.dispatch(session, "GUILD_MEMBERS_CHUNK", body)


def _channel_info(sessions: GatewaySessions, session: GatewaySession, data: Any) -> None:
    """Tell which voice channels have a status or somebody in them: here, none."""
    asked: Json = data if isinstance(data, dict) else {}
    guild = sessions.world.guilds.get(int(asked.get("guild_id") or 0))
    if guild and session.application in guild.applications:
        sessions.dispatch(session, "CHANNEL_INFO", {"guild_id": str(guild.id), "channels": []})


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
