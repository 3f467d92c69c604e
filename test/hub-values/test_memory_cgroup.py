"""Where servers get their memory cgroups: on folders laid out as the kernel's."""

import os

from memory_cgroup import enter_delegated_cgroup, make_memory_cgroup


def unified(tmp_path, controllers):
    """Lay out a cgroup v2 tree with one scope, and what /proc/self/cgroup says in it."""
    scope = tmp_path / "user.slice/run-1.scope"
    scope.mkdir(parents=True)
    (scope / "cgroup.controllers").write_text(controllers)
    own = tmp_path / "own"
    own.write_text("0::/user.slice/run-1.scope\n")
    return scope, own


def test_a_delegated_scope_gives_memory_to_its_children(tmp_path):
    scope, own = unified(tmp_path, "cpu memory pids\n")
    assert enter_delegated_cgroup(tmp_path, own) == str(scope)
    assert (scope / "supervisor/cgroup.procs").read_text() == str(os.getpid())
    assert (scope / "cgroup.subtree_control").read_text() == "+memory"


def test_a_scope_without_the_memory_controller_gives_no_limit(tmp_path):
    scope, own = unified(tmp_path, "cpu pids\n")
    assert enter_delegated_cgroup(tmp_path, own) == ""
    assert not (scope / "supervisor").exists()


def test_a_machine_without_unified_cgroups_gives_no_limit(tmp_path):
    own = tmp_path / "own"
    own.write_text("4:memory:/\n")
    assert enter_delegated_cgroup(tmp_path, own) == ""


def test_a_cgroup_of_the_first_version_needs_no_leave(tmp_path):
    folder = tmp_path / "nbdev-1"
    assert make_memory_cgroup(folder) == str(folder)
    assert list(folder.iterdir()) == []
