/** Every pin in one place: what nbdev runs, what it accepts from PATH, and where it gets it otherwise. */
export const versions = {
  kind: {
    version: "0.32.0",
    /** From 0.27 on nodes read registry mirrors from /etc/containerd/certs.d without a config patch. */
    accepted: ">=0.27.0 <1.0.0",
    url: "https://github.com/kubernetes-sigs/kind/releases/download/v{version}/kind-{platform}-{architecture}",
  },
  helm: {
    version: "3.21.0",
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
 * sha256 of downloads by URL: what stands here is refused when it differs. The newest kind and helm whose digests two
 * independent public repositories record alike (docs/decisions.md, "Digests"). The chart's is not known there: it is
 * recorded on first use, and refused when it changes afterwards.
 */
export const pinnedDigests: Readonly<Record<string, string>> = {
  ...pinned(versions.kind, {
    "linux-amd64": "50030de23cf40a18505f20426f6a8506bedf13c6e509244bd1fa9463721b0f54",
    "linux-arm64": "b92cd615e97585de8ddade28ed5cd7feb4248d717c233eea5b03c37298900f5d",
    "darwin-amd64": "295ac6d0d634c9819c9907df45e3017d1f13166bd13c3404c45e79f7faa47498",
    "darwin-arm64": "dca67911095a110c2b5c36e26df6cac860c602033e456c0db47be498cdef1ebb",
  }),
  ...pinned(versions.helm, {
    "linux-amd64": "0093eb572e3d2380f094df162ddb525e219249de88957afe24cfbb19632acd36",
    "linux-arm64": "8de5a0c9a47431e59fd560e91e0779c8cf9316c383da7efb84128a4c339ecb2d",
    "darwin-amd64": "8bc0c1f85f8738cc3cda4a2cc73047145bcdcb1f4d9cdcc29073037bfb22fa2e",
    "darwin-arm64": "68bfbdc022c543a2a022597b20298216877e98abe6e4a345d3ecf114d79cae5f",
  }),
};

/** A download's URL for one platform and architecture, as Go names them. */
export function downloadUrl(
  { url, version }: { readonly url: string; readonly version: string },
  target: { readonly platform: string; readonly architecture: string } = { platform: "", architecture: "" },
): string {
  const values: Readonly<Record<string, string>> = { version, ...target };
  return url.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}

function pinned(tool: { readonly url: string; readonly version: string }, digests: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(digests).map(([target, digest]) => {
      const [platform = "", architecture = ""] = target.split("-");
      return [downloadUrl(tool, { platform, architecture }), digest];
    }),
  );
}
