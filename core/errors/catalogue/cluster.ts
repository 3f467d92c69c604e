import { entry } from "../entry.ts";

export const clusterErrors = {
  CLUSTER_NOT_OURS: entry<{ name: string }>({
    when: "a kind cluster of nbdev's name exists that nbdev did not make; it is never touched",
    message: ({ name }) => `The kind cluster ${name} was not made by nbdev, so it was left alone.`,
    hint: ({ name }) => `Rename yours, or delete it if you do not need it: kind delete cluster --name ${name}`,
  }),
  REGISTRY_NOT_OURS: entry<{ name: string }>({
    when: "a container has the name of nbdev's registry, but nbdev did not make it; it is never touched",
    message: ({ name }) => `The container ${name} was not made by nbdev, so it was left alone.`,
    hint: ({ name }) => `Rename it, or remove it if you do not need it: docker rm --force ${name}`,
  }),
  CLUSTER_FAILED: entry<{ name: string; reason: string }>({
    when: "kind could not create or start the cluster",
    message: ({ name, reason }) => `The cluster ${name} did not come up: ${reason}.`,
    hint: () => "Run nbdev doctor; nbdev up --keep leaves the node for a look, and nbdev logs cluster shows its log.",
  }),
  PORT_TAKEN: entry<{ port: number; what: string }>({
    when: "another program listens on the port that the hub must have",
    message: ({ port, what }) => `Port ${port} of this machine, needed for ${what}, is taken.`,
    hint: ({ port }) =>
      `End the program that has it (see: lsof -i :${port}), or choose another: nbdev up --port ${port + 1}`,
  }),
  NOT_ENOUGH_MEMORY: entry<{ needed: string; available: string; what: string }>({
    when: "the engine has less memory than one learner's server is guaranteed",
    message: ({ needed, available, what }) => `${what} needs ${needed} of memory; ${available} are there.`,
    hint: () =>
      "Give the engine more memory (Docker Desktop: Settings, Resources), or lower limits.memoryGuarantee in nbdev.yaml.",
  }),
};
