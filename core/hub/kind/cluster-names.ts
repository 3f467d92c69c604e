/** The names of what nbdev makes on an engine. One cluster serves all courses of an author. */
export const clusterName = "nbdev";
export const nodeName = `${clusterName}-control-plane`;
export const registryName = "nbdev-registry";
/** kind's own network; the registry joins it so that the node can pull by name. */
export const kindNetwork = "kind";
/** Where the checked-in kind-config.yaml leaves its mark on the node's container, visible even while that is stopped. */
export const ownerMount = "/kind/dev.nbdev.owner";
/** production's NodePort of the proxy (helm value `proxy.service.nodePorts.http`). */
export const proxyNodePort = 30000;
export const releaseName = "jupyterhub";
export const namespace = "jupyter";
