"""Shared by the tests of the Python that runs inside the hub."""

import os
import sys
import tempfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "hub-values"))

KUBECONFIG = """
apiVersion: v1
kind: Config
current-context: nowhere
clusters: [{name: nowhere, cluster: {server: "https://127.0.0.1:1"}}]
contexts: [{name: nowhere, context: {cluster: nowhere, user: nobody}}]
users: [{name: nobody, user: {}}]
"""
# KubeSpawner reads a kubeconfig when it is made; this one leads nowhere, whatever the machine has.
_kubeconfig = Path(tempfile.mkdtemp()) / "kubeconfig"
_kubeconfig.write_text(KUBECONFIG)
os.environ["KUBECONFIG"] = str(_kubeconfig)


class LinkHandler:
    """Stands for the SpawnHandler of a visited link."""

    def __init__(self, query):
        self.query = query

    def get_query_argument(self, name, default=""):
        """Answer as tornado does."""
        return self.query.get(name, default)


def cases():
    """Rows of the table that every spawner is held to."""
    return yaml.safe_load((ROOT / "test/fixtures/spawner-cases.yaml").read_text())


@pytest.fixture(params=cases(), ids=lambda case: case["name"])
def case(request):
    """One row, with its link's handler."""
    row = {"options": {}, "delivered": [], "gpu": False, "url": None, "warnings": [], **request.param}
    row["handler"] = LinkHandler(row["query"]) if "query" in row else None
    return row


@pytest.fixture(scope="session")
def root():
    """Give the repository's root."""
    return ROOT
