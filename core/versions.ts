/** Every pin in one place: what nbdev runs, what it accepts from PATH, and where it gets it otherwise. */
export const versions = {
  kind: {
    version: "0.33.0",
    /** From 0.27 on nodes read registry mirrors from /etc/containerd/certs.d without a config patch. */
    accepted: ">=0.27.0 <1.0.0",
    url: "https://github.com/kubernetes-sigs/kind/releases/download/v{version}/kind-{platform}-{architecture}",
  },
  helm: {
    version: "3.22.0",
    accepted: ">=3.14.0 <5.0.0",
    url: "https://get.helm.sh/helm-v{version}-{platform}-{architecture}.tar.gz",
  },
  chart: {
    version: "4.4.0",
    accepted: ">=4.4.0 <4.5.0",
    url: "https://hub.jupyter.org/helm-chart/jupyterhub-{version}.tgz",
  },
  /** Kubernetes 1.35 refuses hosts with cgroup v1 (kubernetes/enhancements#4569), so those get the last that runs there. */
  nodeImage: {
    cgroup1: "kindest/node:v1.34.3",
    cgroup2: "kindest/node:v1.35.0",
  },
  registryImage: "registry:2",
} as const;

/**
 * sha256 of downloads by URL. What stands here is refused when it differs; what does not is recorded on first use and
 * refused when it changes afterwards (docs/decisions.md says why some cannot be known in advance).
 */
export const pinnedDigests: Readonly<Record<string, string>> = {};
