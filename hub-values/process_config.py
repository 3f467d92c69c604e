"""The hub of the process runtime: production's settings where they mean something on one machine.

nbdev writes the rest beside the database, in settings.json (mode 0600): port, tokens, folders and limits.
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import yaml  # noqa: E402
from hub_database import take_database_url  # noqa: E402
from launch_guard import LaunchAuthenticator, name_cookies, poll_start_often, refuse_foreign_hosts  # noqa: E402
from local_process_spawner import QueryStringLocalProcessSpawner  # noqa: E402

ours = json.loads(Path(os.environ["NBDEV_HUB_SETTINGS"]).read_text())
production = yaml.safe_load((Path(__file__).parent / "base.yaml").read_text())
c = get_config()  # noqa: F821

c.JupyterHub.bind_url = f"http://127.0.0.1:{ours['port']}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{ours['hubPort']}"
c.JupyterHub.db_url = take_database_url(Path(ours["folder"])) or ours["database"]
c.JupyterHub.cookie_secret = bytes.fromhex(ours["cookieSecret"])
c.JupyterHub.cleanup_servers = True
c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 0, "cookie_options": {"expires_days": 1}}
c.ConfigurableHTTPProxy.command = ours["proxyCommand"]
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{ours['proxyApiPort']}"
c.ConfigurableHTTPProxy.auth_token = ours["proxyToken"]
c.ConfigurableHTTPProxy.pid_file = str(Path(ours["folder"]) / "proxy.pid")

c.JupyterHub.authenticator_class = LaunchAuthenticator
c.LaunchAuthenticator.launch_token = ours["launchToken"]
c.LaunchAuthenticator.cookie_name = f"nbdev-launch-{ours['instance']}"
c.Authenticator.allow_all = True

c.JupyterHub.spawner_class = QueryStringLocalProcessSpawner
c.QueryStringLocalProcessSpawner.images = ours["images"]
c.QueryStringLocalProcessSpawner.servers = ours["servers"]
c.QueryStringLocalProcessSpawner.logs = ours["logs"]
c.QueryStringLocalProcessSpawner.extra_files = production["singleuser"]["extraFiles"]
c.QueryStringLocalProcessSpawner.memory_cgroup = os.environ.get("NBDEV_MEMORY_CGROUP", "")
c.Spawner.mem_limit = ours["memoryLimit"]
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
c.Spawner.consecutive_failure_limit = 0
c.Spawner.env_keep = []

# Production's culling (helm value cull): every 300 s, idle for 900 s, at most 4 hours, users too.
child = [sys.executable, "-B", "-E", "-S", str(Path(__file__).parent / "hub_child.py"), str(Path(ours["folder"]) / "culler.log")]
culler = [*child, sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=900", "--cull-every=300", "--max-age=14400", "--cull-users"]
c.JupyterHub.services = [
    {"name": "nbdev", "api_token": ours["apiToken"]},
    {"name": "culler", "command": culler, "environment": {"NBDEV_HUB": ours["instance"]}},
]
c.JupyterHub.load_roles = [
    {"name": "nbdev", "services": ["nbdev"], "scopes": ["admin:users", "servers", "access:servers", "tokens"]},
    {"name": "culler", "services": ["culler"],
     "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers", "admin:users"]},
]

name_cookies(ours["instance"])
refuse_foreign_hosts(frozenset())
poll_start_often()
