"""Embeds: their limits, and how Discord writes them back."""

from typing import Any

from bot.rehearsal.checks.fields import items, moment
from bot.rehearsal.checks.refusals import Problems
from bot.rehearsal.payloads.times import written

Json = dict[str, Any]

MOST, FIELDS, TOTAL, WHITE = 10, 25, 6000, 0xFFFFFF
_TEXTS = {"title": 256, "description": 4096}
_NESTED = {"footer": ("text", 2048), "author": ("name", 256)}
_KEPT = ("title", "description", "url", "color")
_ADDRESSES = ("http://", "https://", "attachment://")


def read(embeds: list[Any], problems: Problems, path: str = "embeds") -> list[Json]:
    """Return embeds as Discord keeps them; notes what it would refuse."""
    problems.count(path, embeds, most=MOST)
    good = [one for one in embeds if isinstance(one, dict)]
    if len(good) < len(embeds):
        problems.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
    for index, embed in enumerate(good):
        _check(embed, problems, f"{path}.{index}")
    if sum(_size(embed) for embed in good) > TOTAL:
        text = f"Embed size exceeds maximum size of {TOTAL}"
        problems.add(path, "MAX_EMBED_SIZE_EXCEEDED", text)
    return [_kept(embed) for embed in good] if not problems else []


def _check(embed: Json, problems: Problems, path: str) -> None:
    for key, most in _TEXTS.items():
        if embed.get(key) is not None:
            problems.length(f"{path}.{key}", embed[key], most=most)
    for key, (text, most) in _NESTED.items():
        part = embed.get(key)
        if part and part.get(text) is not None:
            problems.length(f"{path}.{key}.{text}", part[text], most=most)
        elif part and key == "author":
            problems.required(f"{path}.author.name")
    fields = items(embed, "fields", problems, f"{path}.fields")
    problems.count(f"{path}.fields", fields, most=FIELDS)
    for index, field in enumerate(fields):
        for key, most in (("name", 256), ("value", 1024)):
            _field(field, key, most, problems, f"{path}.fields.{index}.{key}")
    _addresses(embed, problems, path)
    if embed.get("timestamp") is not None and moment(embed["timestamp"]) is None:
        problems.add(f"{path}.timestamp", "DATE_TIME_TYPE_PARSE", "Could not parse timestamp.")
    colour = embed.get("color")
    if colour is not None and not (isinstance(colour, int) and 0 <= colour <= WHITE):
        problems.add(f"{path}.color", "NUMBER_TYPE_MAX", "int value should be between 0 and 16777215.")


def _field(field: Json, key: str, most: int, problems: Problems, path: str) -> None:
    if not field.get(key):
        problems.required(path)
    else:
        problems.length(path, field[key], most=most)


def _addresses(embed: Json, problems: Problems, path: str) -> None:
    addresses = {"url": embed.get("url")}
    for part in ("image", "thumbnail"):
        addresses[f"{part}.url"] = (embed.get(part) or {}).get("url")
    addresses["author.icon_url"] = (embed.get("author") or {}).get("icon_url")
    addresses["author.url"] = (embed.get("author") or {}).get("url")
    addresses["footer.icon_url"] = (embed.get("footer") or {}).get("icon_url")
    for key, address in addresses.items():
        if address and not str(address).startswith(_ADDRESSES):
            text = f"Scheme \"{str(address).partition(':')[0]}\" is not supported. Scheme must be one of ('http', 'https')."
            problems.add(f"{path}.{key}", "URL_TYPE_INVALID_SCHEME", text)


def _size(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get(key) or {}).get(text) for key, (text, _) in _NESTED.items()]
    for field in embed.get("fields") or []:
        texts += [field.get("name"), field.get("value")]
    return sum(len(text) for text in texts if isinstance(text, str))


def empty(embed: Json) -> bool:
    """Say whether nothing of an embed would be seen."""
    return not any(
        embed.get(key) for key in ("title", "description", "fields", "image", "thumbnail", "author", "footer")
    )


def _kept(embed: Json) -> Json:
    kept: Json = {"type": "rich"}
    kept |= {key: embed[key] for key in _KEPT if embed.get(key) is not None}
    when = moment(embed["timestamp"]) if embed.get("timestamp") else None
    if when:
        kept["timestamp"] = written(when)
    for key in ("footer", "author", "image", "thumbnail"):
        if embed.get(key):
            kept[key] = {name: value for name, value in embed[key].items() if value is not None}
    if embed.get("fields"):
        kept["fields"] = [
            {"name": field["name"], "value": field["value"], "inline": bool(field.get("inline"))}
            for field in embed["fields"]
        ]
    return kept
