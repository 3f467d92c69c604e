"""The cgroup under which learners' servers get theirs, with production's memory limit."""

import os
from pathlib import Path


def make_memory_cgroup(folder: Path) -> str:
    """Make the folder and let its children limit memory (cgroup v2; v1 needs no leave)."""
    folder.mkdir(exist_ok=True)
    if (folder / "cgroup.controllers").exists():
        (folder / "cgroup.subtree_control").write_text("+memory")
    return str(folder)


def enter_delegated_cgroup(root: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")) -> str:
    """Return the cgroup that `systemd-run --user --scope -p Delegate=yes` made for this process, ready for children.

    Empty where memory is not ours to limit. A cgroup that gives controllers to its children may hold no process itself (cgroup v2, "no internal processes"), so
    this process moves into a leaf first.
    """
    line = next((each for each in own.read_text().splitlines() if each.startswith("0::/")), "0::/")
    scope = root / line.removeprefix("0::/")
    try:
        if "memory" not in (scope / "cgroup.controllers").read_text().split():
            return ""
        leaf = scope / "supervisor"
        leaf.mkdir(exist_ok=True)
        (leaf / "cgroup.procs").write_text(str(os.getpid()))
        (scope / "cgroup.subtree_control").write_text("+memory")
    except OSError:
        return ""
    return str(scope)
