"""The query-string spawner on Kubernetes, as in production."""

import json
import re

from kubespawner import KubeSpawner
from query_string_spawner import Launch, QueryStringSpawner

GPU_NODES = [{"matchExpressions": [{"key": "ol.mit.edu/gpu_node", "operator": "In", "values": ["true"]}]}]


class QueryStringKubeSpawner(QueryStringSpawner, KubeSpawner):
    """Sets what production's spawner sets, and marks the pod so that nbdev can ask Kubernetes what it is."""

    def apply(self, launch: Launch) -> None:
        """Set image, GPU and page; label `dev.nbdev.course`, annotations `dev.nbdev.{course,notebook,warnings,origins}`."""
        self.image = launch.image
        if launch.gpu:
            self.node_affinity_required = GPU_NODES
            self.extra_resource_limits = {"nvidia.com/gpu": "1"}
            self.extra_resource_guarantees = {"nvidia.com/gpu": "1"}
        if launch.default_url is not None:
            self.default_url = launch.default_url
        annotations = {
            "dev.nbdev.course": launch.course,
            "dev.nbdev.notebook": launch.notebook,
            "dev.nbdev.warnings": json.dumps(launch.warnings),
            "dev.nbdev.origins": json.dumps(self.origins),
        }
        self.extra_labels = {**self.extra_labels, "dev.nbdev.course": label_value(launch.course)}
        self.extra_annotations = {**self.extra_annotations, **{k: literal(v) for k, v in annotations.items()}}


def label_value(text: str) -> str:
    """Make any text a valid label value (at most 63 of [A-Za-z0-9._-], alphanumeric at both ends)."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", text)[:63].strip("._-")


def literal(text: str) -> str:
    """Keep KubeSpawner from expanding braces as its templates."""
    return text.replace("{", "{{").replace("}", "}}")
