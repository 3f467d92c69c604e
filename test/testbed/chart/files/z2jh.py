"""What hub configuration asks the chart for: its values, by dotted path."""

from functools import cache
from pathlib import Path

import yaml


@cache
def _values():
    return yaml.safe_load(Path("/usr/local/etc/jupyterhub/secret/values.yaml").read_text())


def get_config(path, default=None):
    """Return a value of the chart, or the default where it is absent."""
    value = _values()
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return default
        value = value[key]
    return value
