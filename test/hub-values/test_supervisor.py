"""The process runtime's supervisor: real processes, a real socket."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from supervisor import FAILURES, Supervisor, descendants

SLEEP = "import time; time.sleep(600)"
# A child of a child that has left its session, dropped its environment and ignores SIGTERM, as course code may.
STUBBORN = """
import os, signal, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        open(sys.argv[1], "w").write(str(os.getpid()))
        time.sleep(600)
    os._exit(0)
time.sleep(600)
"""


class Supervised:
    """A supervisor as nbdev starts one."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.script, self.folder, self.socket = root / "hub-values/supervisor.py", folder, folder / "hub.socket"

    def start(self, *command: str) -> None:
        """Start it, and wait until it answers."""
        options = ["--socket", self.socket, "--log", self.folder / "hub.log", "--", sys.executable, "-c", *command]
        self.process = subprocess.Popen([sys.executable, "-B", "-E", "-S", self.script, *options])
        wait_for(lambda: self.ask("status") is not None)

    def ask(self, command: str) -> dict | None:
        """Ask as core/adapters/process/supervisor-socket.ts does."""
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(str(self.socket))
            except OSError:
                return None
            connection.sendall(json.dumps({"command": command}).encode() + b"\n")
            return json.loads(connection.makefile().readline())


@pytest.fixture
def supervised(root, tmp_path):
    """Give a supervisor that nothing outlives."""
    each = Supervised(root, tmp_path)
    yield each
    if each.process.poll() is None:
        for pid in descendants(each.process.pid) | {each.process.pid}:
            os.kill(pid, signal.SIGKILL)
        each.process.wait()


def wait_for(holds, seconds=20):
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found


def is_running(pid: int) -> bool:
    """Tell whether a process lives; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_stop_ends_a_child_that_hid_and_ignores_the_signal(supervised, tmp_path):
    note = tmp_path / "pid"
    supervised.start(STUBBORN, str(note))
    hidden = wait_for(lambda: note.exists() and int(note.read_text() or 0))
    hub = supervised.ask("status")["hub"]["pid"]
    stopped = supervised.ask("stop")
    assert supervised.process.wait(10) == 0
    assert stopped["hub"]["pid"] == 0
    assert not is_running(hidden) and not is_running(hub)
    assert not supervised.socket.exists() and not supervised.socket.with_suffix(".pid").exists()


def test_a_killed_hub_is_started_again_and_its_servers_live_on(supervised, tmp_path):
    note = tmp_path / "pid"
    supervised.start(STUBBORN, str(note))
    server = wait_for(lambda: note.exists() and int(note.read_text() or 0))
    first = supervised.ask("status")["hub"]
    os.kill(first["pid"], signal.SIGKILL)
    second = wait_for(lambda: (now := supervised.ask("status")["hub"])["state"] == "running" and now["pid"] != first["pid"] and now)
    assert second["restarts"] == 1
    assert is_running(server)


def test_a_hub_that_cannot_start_is_left_and_said_so(supervised):
    supervised.start("raise SystemExit('no such setting')")
    hub = wait_for(lambda: (now := supervised.ask("status")["hub"])["state"] == "failed" and now)
    assert hub == {"pid": 0, "state": "failed", "restarts": 0}
    assert "no such setting" in (supervised.folder / "hub.log").read_text()


def test_only_the_owner_may_ask_and_a_stale_socket_is_replaced(supervised):
    supervised.socket.write_text("left by a supervisor that was killed")
    supervised.start(SLEEP)
    assert stat.S_IMODE(supervised.socket.stat().st_mode) == 0o600
    assert supervised.socket.with_suffix(".pid").read_text() == f"{supervised.process.pid}\n"


def test_sigterm_ends_everything(supervised):
    supervised.start(SLEEP)
    hub = supervised.ask("status")["hub"]["pid"]
    supervised.process.terminate()
    assert supervised.process.wait(10) == 0
    assert not is_running(hub)


def test_a_request_that_makes_no_sense_is_survived(supervised):
    supervised.start(SLEEP)
    for nonsense in (b"\n", b"{\n", b"\xff\n", b"[]\n"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(supervised.socket))
            connection.sendall(nonsense)
            connection.shutdown(socket.SHUT_WR)
            connection.recv(1000)
    assert supervised.ask("status")["hub"]["state"] == "running"


def test_pauses_grow_until_the_hub_is_given_up(tmp_path):
    now = 0.0
    supervisor = Supervisor(["/bin/true"], tmp_path / "log", clock=lambda: now)
    pauses = []
    while supervisor.failures < FAILURES:
        supervisor.pid, supervisor.started = 1, now
        supervisor.hub_ended(-9)
        pauses.append(supervisor.restart_at and supervisor.restart_at - now)
    assert pauses == [1.0, 3.0, 7.0, 15.0, None]
    supervisor.pid, supervisor.started, now = 1, now, now + 3600
    supervisor.hub_ended(1)
    assert supervisor.restart_at == now, "a hub that lived long starts anew at once"
