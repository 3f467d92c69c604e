"""Keeps a hub running without a terminal, and ends every process that it started.

`python -B -E -S supervisor.py --socket S --log L -- program argument…`; standard library only, so that it costs little
memory. It adopts orphans (PR_SET_CHILD_SUBREAPER), so a child that left its session or dropped its environment
is still found. A hub that ends is started again, with growing pauses; one that ends at once is left and said so.

One JSON line is asked and one is answered on the socket, which only its owner may open:
  {"command": "status"}  ->  {"pid", "hub": {"pid", "state", "restarts"}, "memoryCgroup"}
  {"command": "stop"}    ->  the same, once nothing of it runs any more
"""

import argparse
import ctypes
import json
import os
import selectors
import signal
import socket
import sys
import time
from pathlib import Path

from memory_cgroup import enter_delegated_cgroup, make_memory_cgroup

PR_SET_CHILD_SUBREAPER = 36
SHORT_LIFE = 10.0  # a hub that lived less has failed, rather than been killed
FAILURES = 5  # so many short lives in a row, and the hub is given up
GRACE = 2.0  # between SIGTERM and SIGKILL


class Supervisor:
    """One hub, its restarts, and the end of all its descendants."""

    def __init__(self, command: list[str], log: Path, memory_cgroup: str = "", clock=time.monotonic) -> None:
        self.command, self.log, self.memory_cgroup, self.clock = command, log, memory_cgroup, clock
        self.pid = 0
        self.restarts = 0
        self.failures = 0
        self.started = 0.0
        self.restart_at: float | None = None
        self.ending = False

    @property
    def state(self) -> str:
        """What the hub does, in nbdev's words: core/hub/process/supervisor.ts."""
        if self.pid:
            return "running"
        return "failed" if self.restart_at is None else "restarting"

    def start(self) -> None:
        """Start the hub, its output appended to the log."""
        output = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            onto = [(os.POSIX_SPAWN_DUP2, output, descriptor) for descriptor in (1, 2)]
            self.pid = os.posix_spawn(self.command[0], self.command, os.environ, file_actions=onto)
        finally:
            os.close(output)
        self.started, self.restart_at = self.clock(), None

    def reap(self) -> None:
        """Take the status of each ended child, adopted ones included, and plan the hub's next start."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self.pid:
                self.hub_ended(os.waitstatus_to_exitcode(status))

    def hub_ended(self, code: int) -> None:
        """Plan the next start, or give up: at once where the very first start failed."""
        self.pid, self.restart_at = 0, None
        if self.ending:
            return
        lived = self.clock() - self.started
        self.failures = self.failures + 1 if lived < SHORT_LIFE else 0
        if code >= 0 and self.failures > 0 and self.restarts == 0 or self.failures >= FAILURES:
            say(f"the hub ended with {code} after {lived:.0f} s; given up")
            return
        self.restarts += 1
        pause = 2.0**self.failures - 1
        self.restart_at = self.clock() + pause
        say(f"the hub ended with {code} after {lived:.0f} s; started again in {pause:.0f} s")

    def tick(self) -> None:
        """Start the hub again when its pause is over."""
        if self.restart_at is not None and self.clock() >= self.restart_at:
            self.start()

    def end(self) -> None:
        """End every descendant: SIGTERM, after two seconds SIGKILL, until none is left."""
        self.ending, self.restart_at, asked, started = True, None, set(), time.monotonic()
        while left := descendants(os.getpid()):
            late = time.monotonic() - started > GRACE
            for pid in left if late else left - asked:
                send(pid, signal.SIGKILL if late else signal.SIGTERM)
            asked |= left
            time.sleep(0.03)
            self.reap()

    def describe(self) -> dict:
        """Answer to `status`."""
        hub = {"pid": self.pid, "state": self.state, "restarts": self.restarts}
        return {"pid": os.getpid(), "hub": hub, "memoryCgroup": self.memory_cgroup}


def descendants(root: int) -> set[int]:
    """All living processes below `root`, however far; zombies do not count."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            fields = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        if fields[0] != "Z":
            children.setdefault(int(fields[1]), []).append(int(name))
    found: set[int] = set()
    waiting = [root]
    while waiting:
        for pid in children.get(waiting.pop(), []):
            found.add(pid)
            waiting.append(pid)
    return found


def send(pid: int, number: int) -> None:
    """Send a signal to a process that may have ended."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def say(text: str) -> None:
    """Write a line into the supervisor's own log."""
    print(time.strftime("[%Y-%m-%d %H:%M:%S]"), text, flush=True)


def listen(path: Path) -> socket.socket:
    """Open the socket for its owner alone; one that a killed supervisor left is replaced."""
    path.unlink(missing_ok=True)
    server = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        server.bind(str(path))
    finally:
        os.umask(before)
    server.listen()
    return server


def answer(connection: socket.socket, supervisor: Supervisor) -> bool:
    """Serve one request; true when it was the last one."""
    with connection:
        connection.settimeout(5)
        try:
            is_last = json.loads(connection.makefile("r").readline()) == {"command": "stop"}
            if is_last:
                supervisor.end()
            connection.sendall(json.dumps(supervisor.describe()).encode() + b"\n")
        except (OSError, ValueError) as error:
            say(f"a request was not answered: {error}")
            return False
        return is_last


def serve(supervisor: Supervisor, server: socket.socket) -> None:
    """Wait for requests, ended children and SIGTERM, until nothing of the hub is to run any more."""
    wake, woken = socket.socketpair()
    for end in (wake, woken):
        end.setblocking(False)
    signal.set_wakeup_fd(woken.fileno())
    wanted = []
    signal.signal(signal.SIGCHLD, lambda *_: None)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: wanted.append("end"))
    selector = selectors.DefaultSelector()
    selector.register(server, selectors.EVENT_READ)
    selector.register(wake, selectors.EVENT_READ)
    while not wanted:
        pause = None if supervisor.restart_at is None else max(0.0, supervisor.restart_at - supervisor.clock())
        for key, _ in selector.select(pause):
            if key.fileobj is wake:
                wake.recv(4096)
            elif answer(server.accept()[0], supervisor):
                return
        supervisor.reap()
        supervisor.tick()
    supervisor.end()


def main() -> None:
    """Supervise one hub until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--memory-cgroup", type=Path, help="under which servers get theirs; without it they have no limit")
    parser.add_argument("--delegated", action="store_true", help="its own cgroup is delegated to it")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit(f"orphans cannot be adopted: {os.strerror(ctypes.get_errno())}")
    cgroup = make_memory_cgroup(options.memory_cgroup) if options.memory_cgroup else ""
    cgroup = enter_delegated_cgroup() if options.delegated else cgroup
    os.environ["NBDEV_MEMORY_CGROUP"] = cgroup
    server = listen(options.socket)
    pid_file = options.socket.with_suffix(".pid")
    pid_file.write_text(f"{os.getpid()}\n")
    supervisor = Supervisor(options.command, options.log, cgroup)
    supervisor.start()
    try:
        serve(supervisor, server)
    finally:
        options.socket.unlink(missing_ok=True)
        pid_file.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
