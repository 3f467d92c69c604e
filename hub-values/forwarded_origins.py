"""Where else a hub answers: an editor on another machine forwards its port to a public name, say https://me-8000.example.

nbdev names that origin with each server which it starts for such an editor (`user_options["nbdev"]["origin"]`). It holds
for the hub and for the servers started meanwhile, until that server ends; it is kept nowhere else, so it cannot go stale.
"""

import re
from collections.abc import Iterable, Mapping

ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")


def forwarded_origins(users: Mapping) -> frozenset[str]:
    """Collect the origins of all servers that run or are starting; `users` are the hub's, by name or id."""
    spawners = (spawner for user in users.values() for spawner in user.spawners.values() if spawner.active)
    return frozenset(filter(None, (origin_of(spawner.user_options) for spawner in spawners)))


def origin_of(user_options: Mapping) -> str | None:
    """Read one server's origin; what is no plain origin of a web page is none."""
    asked = user_options.get("nbdev")
    origin = asked.get("origin") if isinstance(asked, Mapping) else None
    return origin if isinstance(origin, str) and ORIGIN.fullmatch(origin) else None


def host_of(origin: str) -> str:
    """Give the Host header that a browser sends with requests to an origin."""
    return origin.partition("://")[2].lower()


def server_arguments(origins: Iterable[str]) -> list[str]:
    """Tell Jupyter Server to take its pages' requests and sockets under these origins too; none changes nothing."""
    allowed = "|".join(re.escape(origin) for origin in sorted(origins))
    return [f"--ServerApp.allow_origin_pat=^(?:{allowed})$"] if allowed else []
