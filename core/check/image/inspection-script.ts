/**
 * Prints what an image's Python can import, as JSON: import name → distributions
 * (`importlib.metadata.packages_distributions()`, which is done by hand for Pythons before 3.10), also what lies on
 * `sys.path` without a distribution, such as Spark's own pyspark; versions by normalised name; kernels by Jupyter's list.
 * Runs on Python 3.8 and later with nothing installed.
 */
export const inspectionScript = `
import json, pkgutil, re, sys
from importlib import metadata

def top_level(distribution):
    listed = (distribution.read_text("top_level.txt") or "").split()
    if listed:
        return set(listed)
    files = distribution.files or []
    names = {file.parts[0] if len(file.parts) > 1 else re.sub(r"\\.(py|so|pyd|[a-z0-9_-]+\\.so)$", "", file.name)
             for file in files if file.suffix in (".py", ".so", ".pyd")}
    return {name for name in names if name.isidentifier()}

modules, versions = {}, {}
for distribution in metadata.distributions():
    name = distribution.metadata["Name"]
    if not name:
        continue
    normalized = re.sub(r"[-_.]+", "-", name).lower()
    versions.setdefault(normalized, distribution.version or "")
    for module in top_level(distribution):
        modules.setdefault(module, set()).add(normalized)
for module, distributions in getattr(metadata, "packages_distributions", dict)().items():
    modules.setdefault(module, set()).update(re.sub(r"[-_.]+", "-", name).lower() for name in distributions)
for module in pkgutil.iter_modules():
    modules.setdefault(module.name, set())
try:
    from jupyter_client.kernelspec import KernelSpecManager
    kernels = sorted(KernelSpecManager().find_kernel_specs())
except ImportError:
    kernels = None
json.dump({"modules": {name: sorted(found) for name, found in sorted(modules.items())},
           "versions": versions, "kernels": kernels}, sys.stdout)
`;
