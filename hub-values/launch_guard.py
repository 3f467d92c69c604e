"""Keeps a hub on 127.0.0.1 to the person who started it.

TmpAuthenticator gives a server to whoever asks, so a local hub could be used by any web page (DNS rebinding) and any
user of the machine. Here a launch needs the hub's own token, from the printed link or from the cookie that it leaves;
and a request whose Host is not a loopback name, or whose Origin is another page's, is refused, whatever it asks for.
The one way around is an origin that nbdev itself asked for: forwarded_origins.py.
"""

import hmac
import inspect
import socket
import uuid
from functools import partial
from urllib.parse import unquote_plus

from forwarded_origins import forwarded_origins, host_of
from jupyterhub import utils
from jupyterhub.objects import Hub
from query_string_spawner import Arguments
from tmpauthenticator import TmpAuthenticateHandler, TmpAuthenticator
from tornado import web
from traitlets import Unicode

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})

REFUSAL = (
    "This hub only opens links that nbdev printed. Run `nbdev open` (or `nbdev up`) and use the link it shows: "
    "it carries this hub's token."
)


class LaunchHandler(TmpAuthenticateHandler):
    """`/hub/tmplogin`: TmpAuthenticator's own, with the token gone before the redirect repeats the query."""

    async def get(self):
        """Log in, then redirect without the token."""
        await self.authenticator.require_token(self, {})
        await super().get()


class LaunchAuthenticator(TmpAuthenticator):
    """TmpAuthenticator for holders of the launch token; no token, no user."""

    launch_token = Unicode(help="The secret of the printed link").tag(config=True)
    cookie_name = Unicode("nbdev-launch", help="Names the cookie of this hub; cookies ignore ports").tag(config=True)

    async def require_token(self, handler, data) -> None:
        """Refuse with 403 unless the request comes from whoever got the printed link; forgets the token's argument.

        The cookie counts only for links that were typed, opened from a program, or followed within this hub: pages on
        other ports of this machine are the same site to a browser, so SameSite does not keep them out.
        """
        offered = handler.get_query_argument("token", "") or (data or {}).get("token", "")
        forget_argument(handler.request, "token")
        if offered and self.launch_token and hmac.compare_digest(offered.encode(), self.launch_token.encode()):
            options = {"httponly": True, "samesite": "Strict", "path": handler.hub.base_url}
            handler.set_secure_cookie(self.cookie_name, "launched", expires_days=1, **options)
        elif handler.get_secure_cookie(self.cookie_name, max_age_days=1) != b"launched" or sent_by_other_page(handler):
            raise web.HTTPError(403, REFUSAL)

    async def authenticate(self, handler, data):
        """Give the waiting server that fits the link, once; else a new user. Covers every way to log in."""
        if handler.request.method != "GET" or not isinstance(handler, LaunchHandler):
            await self.require_token(handler, data)
        return {"name": claim_waiting_server(handler) or str(uuid.uuid4())}

    def get_handlers(self, app):
        """Serve our handler at TmpAuthenticator's path."""
        return [("/tmplogin", LaunchHandler)]


def claim_waiting_server(handler) -> str | None:
    """Name the user whose server nbdev started for this very link and nobody has visited yet; the newest first.

    The link was printed for the newest, which answers wherever the link is opened from.
    """
    arguments = Arguments.of_request(handler, {})
    for user in reversed(handler.users.values()):
        spawner = user.spawners.get("")
        if spawner is None or not spawner.ready or "nbdev" not in spawner.user_options:
            continue
        options = spawner.user_options
        if options.get("claimed") or Arguments.of_request(None, options) != arguments:
            continue
        spawner.orm_spawner.user_options = spawner.user_options = {**options, "claimed": True}
        handler.db.commit()
        return user.name
    return None


def sent_by_other_page(handler) -> bool:
    """Tell whether a browser says that a page of another origin caused this request."""
    return handler.request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}


class ForeignRequestHandler(web.RequestHandler):
    """Answers 403 to whatever came under a name that is not this hub's, or from a page of another origin."""

    def prepare(self):
        """Refuse, and say why in one line; the log must not repeat a token that came along."""
        forget_argument(self.request, "token")
        self.set_status(403)
        self.finish("This hub answers only to 127.0.0.1 and localhost, and only to its own pages.\n")


def refuse_foreign_hosts(internal_names: frozenset[str]) -> None:
    """Route requests with a foreign Host or Origin to a refusal, before any of the hub's handlers is chosen."""
    names = LOOPBACK_NAMES | internal_names | own_addresses()
    original = web.Application.find_handler

    def find_handler(application, request, **kwargs):
        if is_own(request, names, frozenset()) or is_own(request, names, forwarded_origins(application.settings["users"])):
            return original(application, request, **kwargs)
        return application.get_handler_delegate(request, ForeignRequestHandler)

    web.Application.find_handler = find_handler


def is_own(request, names: frozenset[str], origins: frozenset[str]) -> bool:
    """Tell whether a request came to one of the names or origins, from one of the origins or from no other page.

    Whoever forwards the hub may hand on the browser's Host or write its own: both are met in the wild.
    """
    host, origin = request.host.lower(), request.headers.get("Origin")
    if request.host_name.strip("[]").lower() not in names and host not in map(host_of, origins):
        return False
    return origin is None or host_of(origin) == host or origin in origins


def own_addresses() -> frozenset[str]:
    """List the addresses by which the kubelet's probes reach this process."""
    try:
        return frozenset(info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None))
    except socket.gaierror:
        return frozenset()


def forget_argument(request, name: str) -> None:
    """Take an argument out of a request, so that neither a redirect nor a log line repeats it."""
    kept = [pair for pair in request.query.split("&") if unquote_plus(pair.partition("=")[0]) != name]
    request.query = "&".join(kept)
    request.uri = request.path + (f"?{request.query}" if request.query else "")
    for arguments in (request.arguments, request.query_arguments):
        arguments.pop(name, None)


def name_cookies(suffix: str) -> None:
    """Give the hub's login cookie a name of its own: two hubs on one machine differ only by port."""
    Hub.cookie_name = f"jupyterhub-hub-login-{suffix}"


def poll_start_often(log=partial(print, flush=True)) -> None:
    """Look for a starting server every 0.3 s instead of up to every 5 s.

    JupyterHub has these figures only as defaults in code (utils.exponential_backoff). They are changed only where they
    are the ones of JupyterHub 5.5, so that a new version is noticed instead of broken.
    """
    function = utils.exponential_backoff
    parameters = list(inspect.signature(function).parameters)[2:6]
    if parameters != ["start_wait", "scale_factor", "max_wait", "timeout"] or function.__defaults__[:3] != (0.2, 2, 5):
        log("nbdev: this JupyterHub waits differently; its start poll is left alone")
        return
    function.__defaults__ = (0.1, 1.2, 0.3, *function.__defaults__[3:])
