/** The steps of `up` on kind, in the order in which a person reads them; ids are part of `--json`. */
export const kindSteps = {
  build: { id: "build", title: "Build the course image" },
  cluster: { id: "cluster", title: "Create or resume the cluster" },
  registry: { id: "registry", title: "Start the registry with the hub's images" },
  deliver: { id: "deliver", title: "Deliver the course image" },
  release: { id: "release", title: "Install or upgrade the hub" },
} as const;
