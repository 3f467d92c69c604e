"""The hub looks for a starting server often, but only where its code is the one that we know."""

import asyncio
import inspect

import pytest
from jupyterhub import utils
from kubespawner import spawner as kubespawner
from launch_guard import poll_start_often


@pytest.fixture(autouse=True)
def defaults():
    """Give JupyterHub its own figures back."""
    kept = utils.exponential_backoff.__defaults__
    yield kept
    utils.exponential_backoff.__defaults__ = kept


async def waits(monkeypatch):
    """List the waits between 60 looks at something that is never there."""
    slept = []

    async def sleep(seconds):
        slept.append(seconds)

    monkeypatch.setattr(utils.asyncio, "sleep", sleep)
    monkeypatch.setattr(utils.random, "uniform", lambda low, high: high)
    looks = iter([False] * 60 + [True])
    # As JupyterHub and KubeSpawner call it: through their own names for it, with a timeout only.
    await kubespawner.exponential_backoff(lambda: next(looks), "never", timeout=600)
    return slept


def test_jupyterhub_waits_up_to_five_seconds(monkeypatch):
    """What this is about; fails when a new JupyterHub makes it needless."""
    assert max(asyncio.run(waits(monkeypatch))) == 5


def test_no_wait_is_longer_than_a_third_of_a_second(monkeypatch):
    """For every caller, as soon as it was told once."""
    poll_start_often()
    assert max(asyncio.run(waits(monkeypatch))) <= 0.3


@pytest.mark.parametrize("figures", [(0.1, 2, 5), (0.2, 2, 10)])
def test_other_figures_are_left_alone(figures):
    """A JupyterHub that waits differently keeps its own, and it is said."""
    said = []
    utils.exponential_backoff.__defaults__ = other = (*figures, *utils.exponential_backoff.__defaults__[3:])
    poll_start_often(said.append)
    assert utils.exponential_backoff.__defaults__ == other
    assert len(said) == 1


def test_other_parameters_are_left_alone(monkeypatch):
    """A new parameter moves the defaults: nothing is changed."""

    async def other(pass_func, fail_message, first=1, start_wait=0.2, scale_factor=2, max_wait=5):
        pass

    monkeypatch.setattr(utils, "exponential_backoff", other)
    said = []
    poll_start_often(said.append)
    assert inspect.signature(other).parameters["max_wait"].default == 5
    assert len(said) == 1
