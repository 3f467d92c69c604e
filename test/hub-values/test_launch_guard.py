"""The guard, by real requests to a real hub behind its real proxy."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from query_string_spawner import REPOSITORY
from running_hub import LAUNCH, RunningHub

NOTEBOOK = "Week 1 & 2.ipynb"


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """One hub for the tests that only ask."""
    running = RunningHub(tmp_path_factory.mktemp("hub"), "one")
    yield running
    for name in running.users():
        running.api("DELETE", f"/users/{name}/server")
    running.stop()


def user_of(hub, session):
    """Name the user that a browser is logged in as."""
    page = session.get(f"{hub.url}/hub/home", allow_redirects=False, timeout=60)
    return page.text if page.status_code == 200 else None


def test_thousand_visits_without_the_token_make_no_user(hub):
    """Neither a user nor a server, and every answer is a 403."""
    before = hub.users()
    with ThreadPoolExecutor(8) as visitors:
        answers = list(visitors.map(lambda _: hub.launch(requests, course="hello").status_code, range(1000)))
    assert set(answers) == {403}
    assert hub.users() == before


def test_refusal_explains_itself(hub):
    """The page of the 403 says what to run."""
    assert "nbdev open" in hub.launch(requests).text


@pytest.mark.parametrize("token", ["wrong", LAUNCH[:-1], LAUNCH + "x", "é"])
def test_wrong_tokens_are_refused(hub, token):
    """Nothing but the very token."""
    assert hub.launch(requests, token=token).status_code == 403


def test_login_form_asks_for_the_token(hub):
    """POST /hub/login makes no user without the token, even with a valid _xsrf."""
    before = hub.users()
    session = requests.Session()
    session.get(f"{hub.url}/hub/login", timeout=60)
    session.get(f"{hub.url}/hub/logout", timeout=60)
    xsrf = next(cookie.value for cookie in session.cookies if cookie.name == "_xsrf")
    form = {"_xsrf": xsrf, "username": "x", "password": "x"}
    refused = session.post(f"{hub.url}/hub/login", data=form, allow_redirects=False, timeout=60)
    assert refused.status_code == 403
    assert hub.users() == before
    accepted = session.post(
        f"{hub.url}/hub/login", params={"token": LAUNCH, "course": "hello"}, data=form, allow_redirects=False, timeout=60
    )
    assert accepted.status_code == 302
    assert LAUNCH not in accepted.headers["Location"]
    assert len(hub.users() - before) == 1


@pytest.mark.parametrize("path", ["/", "/hub/", "/hub/login", "/hub/home", "/hub/spawn", "/hub/spawn/someone"])
def test_every_way_that_logs_in_by_itself_ends_at_the_refusal(hub, path):
    """The pages that log a new visitor in lead to the same 403."""
    before = hub.users()
    assert requests.get(hub.url + path, timeout=60).status_code == 403
    assert hub.users() == before


def test_token_is_gone_after_the_first_redirect(hub):
    """Neither the redirect, nor the spawn's arguments, nor the log repeat it; the other arguments survive."""
    session = requests.Session()
    answer = hub.launch(session, course="uai_source-uai.0", notebook=NOTEBOOK, token=LAUNCH)
    assert answer.status_code == 302
    location = urlsplit(answer.headers["Location"])
    assert dict(parse_qsl(location.query)) == {"course": "uai_source-uai.0", "notebook": NOTEBOOK}
    page = session.get(hub.url + answer.headers["Location"], timeout=60)
    assert page.status_code == 200
    (name,) = [name for name in hub.users() if name in session.get(f"{hub.url}/hub/home", timeout=60).text]
    server = hub.wait_for(lambda: (found := hub.server_of(name)).get("ready") and found)
    assert LAUNCH not in json.dumps(server)
    assert LAUNCH not in hub.log()
    served = session.get(f"{hub.url}/user/{name}/", timeout=60).json()
    assert served["image"] == f"{REPOSITORY}:uai_source-uai.0"


@pytest.mark.parametrize("path", ["/hub/tmplogin", "/hub/login", "/hub/nowhere"])
@pytest.mark.parametrize("headers", [{}, {"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_log_never_holds_the_token(hub, path, headers):
    """Neither of an accepted nor of a refused request."""
    requests.get(hub.url + path, params={"token": LAUNCH}, headers=headers, timeout=60)
    assert LAUNCH not in hub.log()


def test_encoded_argument_name_is_stripped_too(hub):
    """`%74oken=` is the same argument."""
    url = f"{hub.url}/hub/tmplogin?%74oken={LAUNCH}&course=hello"
    answer = requests.get(url, allow_redirects=False, timeout=60)
    assert answer.status_code == 302
    assert LAUNCH not in answer.headers["Location"]


def test_cookie_opens_later_links_as_new_users(hub):
    """After the printed link its browser needs no token; each visit is a new user."""
    before = hub.users()
    session = requests.Session()
    hub.launch(session, token=LAUNCH)
    assert hub.launch(session, course="hello").status_code == 302
    assert len(hub.users() - before) == 2
    launch = next(cookie for cookie in session.cookies if cookie.name == "nbdev-launch-one")
    assert launch.path == "/hub/"
    assert 86000 < launch.expires - time.time() < 86500


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_cookie_does_not_open_links_of_other_pages(hub, site):
    """A page on another port is the same site to a browser: it must not start servers with our cookie."""
    session = requests.Session()
    hub.launch(session, token=LAUNCH)
    before = hub.users()
    session.headers["Sec-Fetch-Site"] = site
    assert hub.launch(session, course="hello").status_code == 403
    assert hub.users() == before
    assert hub.launch(session, course="hello", token=LAUNCH).status_code == 302


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "localhost.evil", "10.1.2.3"])
@pytest.mark.parametrize("path", [f"/hub/tmplogin?token={LAUNCH}", "/hub/health", "/hub/api/", "/hub/login", "/hub/x", "/"])
def test_foreign_host_is_refused(hub, host, path):
    """DNS rebinding: whatever is asked for under another name, also with the token."""
    before = hub.users()
    assert requests.get(hub.url + path, headers={"Host": host}, allow_redirects=False, timeout=60).status_code == 403
    assert hub.users() == before


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localhost:30000", "LOCALHOST", "[::1]:30000", "[::1]", "hub:8081"])
def test_own_names_are_answered(hub, host):
    """Loopback names on any port, and the name by which pods reach the hub."""
    assert requests.get(f"{hub.url}/hub/health", headers={"Host": host}, timeout=60).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "null"])
def test_foreign_origin_is_refused(hub, origin):
    """A script of another origin gets nothing, not even with the token."""
    before = hub.users()
    url = f"{hub.url}/hub/tmplogin"
    headers = {"Origin": origin}
    for method in ["GET", "POST", "OPTIONS"]:
        answer = requests.request(method, url, params={"token": LAUNCH}, headers=headers, allow_redirects=False, timeout=60)
        assert answer.status_code == 403
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert hub.users() == before
    assert requests.get(f"{hub.url}/hub/health", headers={"Origin": hub.url}, timeout=60).status_code == 200


def test_forwarded_origin_is_answered_while_its_server_is_there(hub):
    """Under the browser's Host or a Host of the forwarding's own; for no other origin, and no longer than the server."""
    name, origin = "me-8000.forwarded.example", "https://me-8000.forwarded.example"

    def asked(**headers):
        return requests.get(f"{hub.url}/hub/health", headers=headers, timeout=60).status_code

    def all_asked():
        return [asked(Host=name), asked(Host=name, Origin=origin), asked(Host="localhost:1", Origin=origin)]

    assert all_asked() == [403, 403, 403]
    user = hub.start_waiting(course="hello", notebook="forwarded.ipynb", origin=origin)
    assert all_asked() == [200, 200, 200]
    assert asked(Host=f"{name}:8080") == 403
    assert asked(Host=f"{name}.evil.example") == 403
    assert asked(Host=name, Origin="https://evil.example") == 403
    assert asked(Host="localhost:1", Origin="https://evil.example") == 403
    assert asked(Host="evil.example", Origin=origin) == 403
    beside = hub.start_waiting(course="hello", notebook="beside.ipynb")
    for each in (user, beside):
        told = requests.get(f"{hub.url}/user/{each}/", timeout=60).json()
        assert any("allow_origin_pat" in argument and "forwarded" in argument for argument in told["arguments"])
    hub.api("DELETE", f"/users/{user}/server")
    hub.wait_for(lambda: all_asked() == [403, 403, 403])
    later = hub.start_waiting(course="hello", notebook="later.ipynb")
    assert requests.get(f"{hub.url}/user/{later}/", timeout=60).json()["arguments"] == []


def test_a_link_claims_the_newest_of_its_servers(hub):
    """It was printed for that one: an older one may not answer where the link is opened."""
    link = {"course": "hello", "notebook": "twice.ipynb"}
    older = hub.start_waiting(**link)
    newer = hub.start_waiting(**link, origin="https://me-8000.forwarded.example")
    for expected in (newer, older):
        session = requests.Session()
        hub.launch(session, token=LAUNCH, **link)
        assert expected in session.get(f"{hub.url}/hub/home", timeout=60).text


def test_first_visit_claims_the_waiting_server_and_later_ones_do_not(hub):
    """The server that `up` started is the first visitor's, once, whoever asks at the same time."""
    link = {"course": "hello", "notebook": NOTEBOOK}
    waiting = hub.start_waiting(**link)
    before = hub.users()
    hub.launch(requests.Session(), token=LAUNCH, course="hello", notebook="other.ipynb")
    assert len(hub.users() - before) == 1
    sessions = [requests.Session() for _ in range(4)]
    with ThreadPoolExecutor(4) as visitors:
        list(visitors.map(lambda session: hub.launch(session, token=LAUNCH, **link), sessions))
    assert len(hub.users() - before) == 4
    homes = [session.get(f"{hub.url}/hub/home", timeout=60).text for session in sessions]
    assert sum(waiting in home for home in homes) == 1


def test_refused_visit_claims_nothing(hub):
    """Without the token the waiting server stays for its owner."""
    waiting = hub.start_waiting(course="uai_source-uai.6")
    served = requests.get(f"{hub.url}/user/{waiting}/", timeout=60).json()
    assert served["image"] == f"{REPOSITORY}:uai_source-uai.6"
    assert hub.launch(requests, course="uai_source-uai.6").status_code == 403
    session = requests.Session()
    hub.launch(session, token=LAUNCH, course="uai_source-uai.6")
    assert waiting in session.get(f"{hub.url}/hub/home", timeout=60).text


def test_warnings_stand_in_the_log(hub):
    """What production does silently is said by the hub."""
    hub.start_waiting(course="misspelt", notebook="a.ipynb")
    assert "nbdev: \"misspelt\" is not a known course" in hub.log()


def test_service_token_is_narrow(hub):
    """nbdev's token may not read or change the hub itself."""
    assert hub.api("GET", "/users").status_code == 200
    assert hub.api("POST", "/shutdown", json={"proxy": False, "servers": False}).status_code == 403
    assert hub.api("GET", "/proxy").status_code == 403
    assert hub.api("GET", "/services").status_code == 403
    assert hub.api("POST", "/users/x/tokens").status_code in {403, 404}


def test_two_hubs_in_one_browser_do_not_log_each_other_out(hub, tmp_path):
    """Cookies ignore ports: each hub has its own names."""
    other = RunningHub(tmp_path, "two")
    try:
        session = requests.Session()
        for place in (hub, other):
            assert hub.launch.__func__(place, session, token=LAUNCH).status_code == 302
        names = {cookie.name for cookie in session.cookies}
        assert {"nbdev-launch-one", "nbdev-launch-two"} <= names
        assert {"jupyterhub-hub-login-one", "jupyterhub-hub-login-two"} <= names
        for place in (hub, other, hub):
            assert user_of(place, session) is not None
    finally:
        other.stop()
