/** What an image is made from, as FROM names it, and what its name alone tells about it. */
export interface BaseImage {
  /** As written, variables put in. */
  readonly text: string;
  /** Without registry, tag and digest: `jupyter/scipy-notebook`. */
  readonly repository: string;
  readonly registry: string | undefined;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  readonly platform: string | undefined;
  /** False when a build argument without a default hides the name. */
  readonly resolved: boolean;
  readonly family: BaseFamily;
  /** Undefined where the name does not tell. */
  readonly cuda: boolean | undefined;
}

/**
 * `docker-stacks`: the images of jupyter/docker-stacks, made to run under JupyterHub. `plain`: known images that hold no
 * `jupyterhub-singleuser`. `unknown`: anything else, about which nothing is claimed.
 */
export type BaseFamily = "docker-stacks" | "plain" | "unknown";

const dockerStacks =
  /^jupyter\/(docker-stacks-foundation|base-notebook|minimal-notebook|r-notebook|julia-notebook|scipy-notebook|tensorflow-notebook|pytorch-notebook|datascience-notebook|pyspark-notebook|all-spark-notebook)$/;
const stacksRegistries = new Set([undefined, "docker.io", "quay.io"]);
const plainImages =
  /^(?:library\/)?(?:python|ubuntu|debian|alpine|fedora|centos|rockylinux|almalinux|node|busybox|r-base|julia|scratch|buildpack-deps|condaforge\/(?:miniforge3|mambaforge)|continuumio\/(?:miniconda3|anaconda3)|mambaorg\/micromamba|nvidia\/cuda|pytorch\/pytorch|tensorflow\/tensorflow|nvidia\/(?:pytorch|tensorflow))$/;

export function parseBaseImage(text: string, platform: string | undefined): BaseImage {
  const [named = "", digest] = text.split("@");
  const slash = named.indexOf("/");
  const first = slash < 0 ? "" : named.slice(0, slash);
  const registry = /[.:]/.test(first) || first === "localhost" ? first : undefined;
  const path = registry === undefined ? named : named.slice(slash + 1);
  const colon = path.lastIndexOf(":");
  const repository = (colon < 0 ? path : path.slice(0, colon)).toLowerCase();
  const tag = colon < 0 ? undefined : path.slice(colon + 1);
  const resolved = !repository.includes("$");
  const family = resolved ? familyOf(registry, repository) : "unknown";
  return {
    text,
    repository,
    registry,
    tag,
    digest,
    platform,
    resolved,
    family,
    cuda: hasCuda(family, repository, tag),
  };
}

/** The stack's name where the image is one of docker-stacks': `scipy-notebook`. */
export function stackName(base: BaseImage | undefined): string | undefined {
  return base?.family === "docker-stacks" ? base.repository.slice("jupyter/".length) : undefined;
}

function familyOf(registry: string | undefined, repository: string): BaseFamily {
  if (stacksRegistries.has(registry) && dockerStacks.test(repository)) return "docker-stacks";
  if ((registry === undefined || registry === "docker.io" || registry === "nvcr.io") && plainImages.test(repository)) {
    return "plain";
  }
  return "unknown";
}

function hasCuda(family: BaseFamily, repository: string, tag: string | undefined): boolean | undefined {
  if (/(^|[-/])(cuda|gpu)/.test(repository) || /cuda|gpu|(^|-)cu\d\d/.test(tag ?? "")) return true;
  if (repository === "pytorch/pytorch" || /^nvidia\//.test(repository)) return true;
  if (tag?.includes("$")) return undefined;
  return family === "unknown" ? undefined : false;
}
