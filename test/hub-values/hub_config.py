"""A real hub with nbdev's guard and rules, whose user servers are small stand-ins (see user_server.py)."""

import json
import os
import sys
from pathlib import Path

root = Path(__file__).parents[2]
sys.path.insert(0, str(root / "hub-values"))

from jupyterhub.spawner import SimpleLocalProcessSpawner  # noqa: E402
from launch_guard import LaunchAuthenticator, name_cookies, poll_start_often, refuse_foreign_hosts  # noqa: E402
from query_string_spawner import QueryStringSpawner  # noqa: E402

settings = json.loads(os.environ["NBDEV_TEST_HUB"])


class StandInSpawner(QueryStringSpawner, SimpleLocalProcessSpawner):
    """The rules on a local process; what was resolved is told to the server, which repeats it."""

    def apply(self, launch):
        """Hand the launch on."""
        self.default_url = launch.default_url or ""
        self.environment = {"LAUNCH_IMAGE": launch.image}


c = get_config()  # noqa: F821
c.JupyterHub.bind_url = f"http://127.0.0.1:{settings['port']}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{settings['hub_port']}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{settings['proxy_port']}"
c.ConfigurableHTTPProxy.command = [str(root / "node_modules/.bin/configurable-http-proxy")]
c.JupyterHub.db_url = "sqlite:///:memory:"
c.JupyterHub.cookie_secret_file = settings["directory"] + "/cookie_secret"
c.ConfigurableHTTPProxy.pid_file = settings["directory"] + "/proxy.pid"
c.JupyterHub.spawner_class = StandInSpawner
c.Spawner.cmd = [sys.executable, str(Path(__file__).parent / "user_server.py")]
c.SimpleLocalProcessSpawner.home_dir_template = settings["directory"]
StandInSpawner.delivered_courses = frozenset({"hello"})
c.JupyterHub.authenticator_class = LaunchAuthenticator
c.LaunchAuthenticator.launch_token = settings["launch_token"]
c.LaunchAuthenticator.cookie_name = f"nbdev-launch-{settings['instance']}"
c.Authenticator.allow_all = True
c.JupyterHub.tornado_settings = {"cookie_options": {"expires_days": 1}}
c.JupyterHub.services = [{"name": "nbdev", "api_token": settings["api_token"]}]
c.JupyterHub.load_roles = [
    {"name": "nbdev", "services": ["nbdev"], "scopes": ["admin:users", "servers", "access:servers"]}
]
name_cookies(settings["instance"])
refuse_foreign_hosts(frozenset({"hub"}))
poll_start_often()
