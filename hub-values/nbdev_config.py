"""nbdev's part of the hub's configuration on Kubernetes, loaded from jupyterhub_config.d after the chart's own."""

import sys

sys.path.insert(0, "/usr/local/etc/jupyterhub/nbdev")

from kube_spawner import QueryStringKubeSpawner  # noqa: E402
from launch_guard import LaunchAuthenticator, name_cookies, poll_start_often, refuse_foreign_hosts  # noqa: E402
from z2jh import get_config  # noqa: E402

ours = get_config("custom.nbdev", {})

QueryStringKubeSpawner.delivered_courses = frozenset(ours.get("courses", ()))
c.JupyterHub.spawner_class = QueryStringKubeSpawner  # noqa: F821
c.JupyterHub.authenticator_class = LaunchAuthenticator  # noqa: F821
c.LaunchAuthenticator.launch_token = ours.get("launchToken", "")  # noqa: F821
c.LaunchAuthenticator.cookie_name = f"nbdev-launch-{ours.get('instance', 'kind')}"  # noqa: F821
c.Authenticator.allow_all = True  # noqa: F821
c.JupyterHub.tornado_settings["cookie_options"] = {"expires_days": 1}  # noqa: F821

name_cookies(ours.get("instance", "kind"))
refuse_foreign_hosts(frozenset({"hub", "proxy-public"}))
poll_start_often()
