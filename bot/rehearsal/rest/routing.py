"""Routes: which handler answers which address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.rehearsal.rest.call import Call

Handler = Callable[[Call], Any]


@dataclass(frozen=True, kw_only=True)
class Route:
    """One address; names in braces are numbers, names after `=` any text."""

    method: str
    path: str
    handler: Handler
    signed: bool

    @property
    def name(self) -> str:
        """Return method and path, as buckets name it."""
        return f"{self.method} {self.path}"


class Routes:
    """A module's routes, gathered by decorators."""

    def __init__(self) -> None:
        self.all: list[Route] = []

    def add(self, method: str, path: str, *, signed: bool = True) -> Callable[[Handler], Handler]:
        """Register a handler for a method and path."""

        def register(handler: Handler) -> Handler:
            self.all.append(Route(method=method, path=path, handler=handler, signed=signed))
            return handler

        return register

    def get(self, path: str, **rest: Any) -> Callable[[Handler], Handler]:
        """Register a handler for GET."""
        return self.add("GET", path, **rest)

    def post(self, path: str, **rest: Any) -> Callable[[Handler], Handler]:
        """Register a handler for POST."""
        return self.add("POST", path, **rest)

    def put(self, path: str, **rest: Any) -> Callable[[Handler], Handler]:
        """Register a handler for PUT."""
        return self.add("PUT", path, **rest)

    def patch(self, path: str, **rest: Any) -> Callable[[Handler], Handler]:
        """Register a handler for PATCH."""
        return self.add("PATCH", path, **rest)

    def delete(self, path: str, **rest: Any) -> Callable[[Handler], Handler]:
        """Register a handler for DELETE."""
        return self.add("DELETE", path, **rest)
