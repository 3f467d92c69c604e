"""The stand-in chart's hub: the same settings from the same values, by real JupyterHub, KubeSpawner and proxy."""

import os
import sys
from pathlib import Path

HERE = Path("/usr/local/etc/jupyterhub")
sys.path.insert(0, str(HERE))

import z2jh  # noqa: E402

c = get_config()  # noqa: F821
value = z2jh.get_config

c.JupyterHub.spawner_class = "kubespawner.KubeSpawner"
c.JupyterHub.db_url = "sqlite:///jupyterhub.sqlite"
c.JupyterHub.cookie_secret = (HERE / "secret/cookie-secret").read_bytes()[:32]
c.JupyterHub.hub_bind_url = "http://:8081"
c.JupyterHub.hub_connect_url = "http://hub:8081"
c.JupyterHub.cleanup_servers = False
c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 0}
c.ConfigurableHTTPProxy.api_url = "http://proxy-api:8001"
c.ConfigurableHTTPProxy.should_start = False

c.KubeSpawner.namespace = os.environ["POD_NAMESPACE"]
c.KubeSpawner.common_labels = {"app": "jupyterhub"}
c.KubeSpawner.image = f"{value('singleuser.image.name')}:{value('singleuser.image.tag')}"
c.KubeSpawner.image_pull_policy = value("singleuser.image.pullPolicy")
c.KubeSpawner.cmd = value("singleuser.cmd")
c.KubeSpawner.start_timeout = value("singleuser.startTimeout")
c.KubeSpawner.mem_limit = value("singleuser.memory.limit")
c.KubeSpawner.mem_guarantee = value("singleuser.memory.guarantee")
c.KubeSpawner.cpu_guarantee = value("singleuser.cpu.guarantee")
c.KubeSpawner.uid = value("singleuser.uid")
c.KubeSpawner.fs_gid = value("singleuser.fsGid")
c.KubeSpawner.environment = value("singleuser.extraEnv", {})
c.KubeSpawner.allow_privilege_escalation = value("singleuser.allowPrivilegeEscalation", False)
c.Spawner.consecutive_failure_limit = value("hub.consecutiveFailureLimit")

c.JupyterHub.services = [{"name": name, "api_token": it["apiToken"]} for name, it in value("hub.services", {}).items()]
c.JupyterHub.load_roles = [{"name": name, **role} for name, role in value("hub.loadRoles", {}).items()]
if value("cull.enabled"):
    flags = [f"--{flag}={value(key)}" for flag, key in
             {"timeout": "cull.timeout", "cull-every": "cull.every", "max-age": "cull.maxAge"}.items()]
    users = ["--cull-users"] if value("cull.users") else []
    c.JupyterHub.services.append(
        {"name": "culler", "command": [sys.executable, "-m", "jupyterhub_idle_culler", *flags, *users]}
    )
    scopes = ["list:users", "read:users:activity", "read:servers", "delete:servers", "admin:users"]
    c.JupyterHub.load_roles.append({"name": "culler", "scopes": scopes, "services": ["culler"]})

for section, settings in value("hub.config", {}).items():
    c[section].update(settings)
for file in sorted((HERE / "jupyterhub_config.d").glob("*.py")):
    exec(compile(file.read_text(), str(file), "exec"), {**globals(), "c": c})
