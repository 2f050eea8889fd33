"""How Discord says no: codes, statuses, and nested form errors."""

from typing import Any

Json = dict[str, Any]

_KNOWN: dict[int, tuple[int, str]] = {
    10002: (404, "Unknown Application"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10006: (404, "Unknown Invite"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10014: (400, "Unknown Emoji"),
    10015: (404, "Unknown Webhook"),
    10026: (404, "Unknown Ban"),
    10060: (404, "Unknown sticker"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    10066: (404, "Unknown application command permissions"),
    10070: (404, "Unknown Guild Scheduled Event"),
    10087: (404, "Unknown tag"),
    20001: (403, "Bots cannot use this endpoint"),
    30003: (400, "Maximum number of pins reached for the channel (250)"),
    30005: (400, "Maximum number of guild roles reached (250)"),
    30007: (400, "Maximum number of webhooks reached (15)"),
    30008: (400, "Maximum number of emojis reached (50)"),
    30010: (400, "Maximum number of reactions reached (20)"),
    30013: (400, "Maximum number of guild channels reached (500)"),
    30032: (400, "Maximum number of application commands reached (100)"),
    30038: (400, "Maximum number of guild scheduled events reached (100)"),
    40005: (413, "Request entity too large"),
    40033: (400, "This message has already been crossposted."),
    40060: (400, "Interaction has already been acknowledged."),
    40062: (429, "Service resource is being rate limited."),
    40067: (400, "A tag is required to create a forum post in this channel"),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50016: (400, "Provided too few or too many messages to delete."),
    50021: (403, "Cannot execute action on a system message"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50034: (400, "You can only bulk delete messages that are under 14 days old."),
    50035: (400, "Invalid Form Body"),
    50081: (400, "Invalid sticker sent"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    50159: (400, "Voice messages do not support additional content"),
    50160: (400, "Voice messages must have a single audio attachment"),
    50161: (400, "Voice messages must have supporting metadata"),
    50162: (400, "Voice messages cannot be edited"),
    50173: (403, "You cannot send voice messages in this channel"),
    160002: (400, "Cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
    160005: (400, "Thread is locked"),
    160014: (400, "You cannot forward a message whose content you cannot read"),
    180000: (400, "Cannot update a finished event"),
    200000: (400, "Message was blocked by automatic moderation"),
    200001: (400, "Title was blocked by automatic moderation"),
    520001: (400, "Poll expired"),
    520002: (400, "Invalid channel type for poll creation"),
    520003: (400, "Cannot edit a poll message"),
    520006: (400, "Cannot expire a non-poll message"),
}


class Refused(Exception):  # noqa: N818 - it is what Discord did, not a mistake of ours
    """Discord said no; carries its error code, HTTP status, message and nested form errors."""

    def __init__(
        self, code: int, message: str | None = None, *, status: int | None = None, errors: Json | None = None
    ) -> None:
        known = _KNOWN.get(code, (400, "Error"))
        self.code = code
        self.status = status or known[0]
        self.message = message or known[1]
        self.errors = errors
        super().__init__(f"{code}: {self.message} {errors or ''}".rstrip())

    def body(self) -> Json:
        """Return the JSON body Discord answers with."""
        body: Json = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


def unauthorized() -> Refused:
    """Return the answer to a missing or wrong token."""
    return Refused(0, "401: Unauthorized", status=401)


class Problems:
    """Gathers what is wrong with a form, and refuses it as a whole."""

    def __init__(self) -> None:
        self._tree: Json = {}

    def __bool__(self) -> bool:
        return bool(self._tree)

    def add(self, path: str, code: str, message: str) -> None:
        """Note one problem at a dotted path such as `embeds.0.title`."""
        here = self._tree
        for part in path.split("."):
            here = here.setdefault(part, {})
        here.setdefault("_errors", []).append({"code": code, "message": message})

    def length(self, path: str, text: object, *, most: int, least: int = 0) -> None:
        """Note a text that is no text, too long or too short."""
        if not isinstance(text, str):
            self.add(path, "STRING_TYPE_CONVERT", f'Could not convert "{text}" to str.')
        elif len(text) > most and not least:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif not least <= len(text) <= most:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def count(self, path: str, items: list[Any], *, most: int, least: int = 0) -> None:
        """Note a list with too many or too few entries."""
        if len(items) > most and not least:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif not least <= len(items) <= most:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def required(self, path: str) -> None:
        """Note a missing field."""
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def choice(self, path: str, allowed: object) -> None:
        """Note a value outside the allowed ones."""
        self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {allowed}.")

    def refuse(self) -> None:
        """Raise `Refused` 50035 if anything was noted."""
        if self._tree:
            raise Refused(50035, errors=self._tree)
