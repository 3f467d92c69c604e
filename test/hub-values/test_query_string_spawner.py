"""The rules, row by row, alone and as the pod that Kubernetes would get."""

import asyncio
import json
from types import SimpleNamespace

import pytest
from kube_spawner import QueryStringKubeSpawner, label_value
from query_string_spawner import GPU_COURSES, PRODUCTION_COURSES, REPOSITORY, Arguments, resolve


def test_rules(case):
    """The pure rules give the row's launch."""
    launch = resolve(Arguments.of_request(case["handler"], case["options"]), case["delivered"])
    assert launch.image == f"{REPOSITORY}:{case['image']}"
    assert launch.gpu == case["gpu"]
    assert launch.default_url == case["url"]
    assert len(launch.warnings) == len(case["warnings"]), launch.warnings
    for phrase, warning in zip(case["warnings"], launch.warnings, strict=True):
        assert phrase in warning


def test_courses_are_productions():
    """32 courses, 16 of them with a GPU."""
    assert len(PRODUCTION_COURSES) == 32
    assert len(GPU_COURSES) == 16
    assert GPU_COURSES < PRODUCTION_COURSES


async def manifest_of(handler, options, delivered=()):
    """Start a spawner up to the point where KubeSpawner would ask Kubernetes for the pod."""
    spawner = QueryStringKubeSpawner(_mock=True, user_options=options)
    spawner.handler = handler
    spawner.delivered_courses = frozenset(delivered)
    spawner.user.settings = {}
    spawner.launch = resolve(Arguments.of_request(handler, options), delivered)
    spawner.apply(spawner.launch)
    return spawner, await spawner.get_pod_manifest()


def test_pod(case):
    """The pod carries image, GPU, label and annotations of the row."""
    if "{" in (case["url"] or ""):
        with pytest.raises(KeyError):  # what production's hub answers 500 for
            asyncio.run(manifest_of(case["handler"], case["options"]))
        return
    spawner, pod = asyncio.run(manifest_of(case["handler"], case["options"], case["delivered"]))
    container = pod.spec.containers[0]
    assert container.image == f"{REPOSITORY}:{case['image']}"
    assert (container.resources.limits or {}).get("nvidia.com/gpu") == ("1" if case["gpu"] else None)
    assert (container.resources.requests or {}).get("nvidia.com/gpu") == ("1" if case["gpu"] else None)
    affinity = pod.spec.affinity and pod.spec.affinity.node_affinity
    assert bool(affinity and affinity.required_during_scheduling_ignored_during_execution) == case["gpu"]
    assert spawner.default_url == (case["url"] or "")
    annotations = pod.metadata.annotations
    assert json.loads(annotations["dev.nbdev.warnings"]) == list(spawner.launch.warnings)
    assert annotations["dev.nbdev.course"] == spawner.launch.course
    assert annotations["dev.nbdev.notebook"] == spawner.launch.notebook


def test_gpu_affinity_is_productions():
    """Exactly the node affinity of production."""
    _, pod = asyncio.run(manifest_of(None, {"nbdev": {"course": "uai_source-uai.1"}}))
    terms = pod.spec.affinity.node_affinity.required_during_scheduling_ignored_during_execution.node_selector_terms
    expressions = [expression for term in terms for expression in term.to_dict()["match_expressions"]]
    assert expressions == [{"key": "ol.mit.edu/gpu_node", "operator": "In", "values": ["true"]}]


@pytest.mark.parametrize("name", ["a b", "'\"", "$(x)", "-x", "..", "a\nb", "x" * 255, "é", "", "{username}", "a-_."])
def test_hostile_names_make_valid_labels(name):
    """Kubernetes takes the label of any course name, and the annotation keeps the name."""
    label = label_value(name)
    assert len(label) <= 63
    assert label == "" or (label[0].isascii() and label[0].isalnum() and label[-1].isascii() and label[-1].isalnum())
    _, pod = asyncio.run(manifest_of(None, {"nbdev": {"course": name, "tag": "t"}}))
    assert pod.metadata.labels["dev.nbdev.course"] == label_value(name.lower())
    assert pod.metadata.annotations["dev.nbdev.course"] == name.lower()


def test_start_logs_each_warning(caplog):
    """What production does silently stands in the hub's log, and the spawner's own start follows."""

    class Base:
        def start(self):
            return "started"

    from query_string_spawner import QueryStringSpawner

    class Spawner(QueryStringSpawner, Base):
        handler = None
        user = SimpleNamespace(settings={})
        user_options = {"nbdev": {"course": "nowhere", "notebook": "a.ipynb"}}
        applied = None

        def __init__(self):
            import logging

            self.log = logging.getLogger("spawner")

        def apply(self, launch):
            self.applied = launch

    spawner = Spawner()
    assert spawner.start() == "started"
    assert spawner.applied is spawner.launch
    assert "not a known course" in caplog.text
