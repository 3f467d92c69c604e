"""A real hub behind its real proxy, as tests start, ask and end it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

import requests

LAUNCH = "launch-secret-of-this-hub"
API = "0123456789abcdef0123456789abcdef"


def free_port():
    """Find a port that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class RunningHub:
    """A hub of a test, ended with all of its processes."""

    def __init__(self, directory: Path, instance: str):
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        self.log_file = directory / "hub.log"
        settings = {"port": port, "hub_port": free_port(), "proxy_port": free_port(), "directory": str(directory)}
        settings |= {"launch_token": LAUNCH, "api_token": API, "instance": instance}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "--config", str(Path(__file__).parent / "hub_config.py")],
            cwd=directory,
            env={**os.environ, "NBDEV_TEST_HUB": json.dumps(settings)},
            stdout=self.log_file.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.wait_for(lambda: self.answers())

    def answers(self):
        """Tell whether the hub is there, behind its proxy."""
        try:
            return requests.get(f"{self.url}/hub/health", timeout=5).status_code == 200
        except requests.ConnectionError:
            return False

    def wait_for(self, condition, seconds=60):
        """Ask until there is an answer."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log()
            if answer := condition():
                return answer
            time.sleep(0.1)
        raise AssertionError(self.log()[-6000:])

    def log(self):
        """Give what the hub and its proxy have printed."""
        return self.log_file.read_text()

    def api(self, method, path, **options):
        """Ask as nbdev's service."""
        return requests.request(
            method, f"{self.url}/hub/api{path}", headers={"Authorization": f"token {API}"}, timeout=60, **options
        )

    def users(self):
        """Name the users there are."""
        return {user["name"] for user in self.api("GET", "/users").json()}

    def launch(self, session, **query):
        """Visit a launch link up to the first redirect."""
        return session.get(f"{self.url}/hub/tmplogin", params=query, allow_redirects=False, timeout=60)

    def start_waiting(self, **query):
        """Start a server for nobody yet, as `nbdev up` does; its user."""
        name = f"waiting-{uuid.uuid4().hex[:8]}"
        assert self.api("POST", f"/users/{name}").status_code == 201
        started = self.api("POST", f"/users/{name}/server", json={"nbdev": query})
        assert started.status_code in {201, 202}, started.text
        self.wait_for(lambda: self.server_of(name).get("ready"))
        return name

    def server_of(self, name):
        """Give the default server of a user."""
        return self.api("GET", f"/users/{name}").json()["servers"].get("", {})

    def stop(self):
        """End the hub, its proxy and its servers."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)
