"""Origins that an editor forwards to: at the hub, in a server's arguments, and no longer than they are wanted."""

import re
from types import SimpleNamespace

import pytest
from forwarded_origins import forwarded_origins, origin_of, server_arguments

FORWARDED = "https://me-8000.forwarded.example"


@pytest.mark.parametrize("origin", [FORWARDED, "http://localhost:8080", "http://a.b:1"])
def test_plain_origins_are_taken(origin):
    """Scheme, name and port."""
    assert origin_of({"nbdev": {"origin": origin}}) == origin


@pytest.mark.parametrize(
    "origin",
    ["*", "null", "", "https://", "https://a/b", "https://a|b", "https://a b", "https://a@b", "ftp://a", "https://A", "https://a\n", 1, None, []],
)
def test_anything_else_is_none(origin):
    """What is no origin, or could mean more than one, opens nothing."""
    assert origin_of({"nbdev": {"origin": origin}}) is None


@pytest.mark.parametrize("options", [{}, {"nbdev": FORWARDED}, {"nbdev": {}}, {"origin": FORWARDED}])
def test_options_without_an_origin(options):
    """Only nbdev's own options count."""
    assert origin_of(options) is None


def test_only_servers_that_are_there_count():
    """A server that has ended takes its origin along."""
    spawner = SimpleNamespace(user_options={"nbdev": {"origin": FORWARDED}}, active=True)
    users = {1: SimpleNamespace(spawners={"": spawner}), 2: SimpleNamespace(spawners={})}
    assert forwarded_origins(users) == {FORWARDED}
    spawner.active = False
    assert forwarded_origins(users) == frozenset()


def test_server_takes_exactly_its_origins():
    """As Jupyter Server reads the pattern."""
    assert server_arguments([]) == []
    (argument,) = server_arguments([FORWARDED, "http://a.b:1"])
    name, _, pattern = argument.partition("=")
    assert name == "--ServerApp.allow_origin_pat"
    for origin in [FORWARDED, "http://a.b:1"]:
        assert re.match(pattern, origin)
    for origin in [FORWARDED + ".evil.example", "https://me-8000xforwarded.example", "http://a.b:11", "null"]:
        assert not re.match(pattern, origin)
