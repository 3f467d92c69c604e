import { NbdevError } from "../errors/index.ts";

// The grammar is distribution/reference's, reduced to what it takes to tell the parts apart.
const repositoryPattern = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*$/;
const registryPattern = /^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*(?::\d+)?$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** Whether a text can be an image's tag (distribution/reference: at most 128 of `[A-Za-z0-9_.-]`, first not `.` or `-`). */
export function isImageTag(text: string): boolean {
  return tagPattern.test(text);
}

/** `registry/repository:tag@digest`, compared and printed in full; immutable. */
export class ImageReference {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;

  private constructor(registry: string, repository: string, tag: string | undefined, digest: string | undefined) {
    this.registry = registry;
    this.repository = repository;
    this.tag = tag;
    this.digest = digest;
  }

  /** Parses a reference as the docker command does (`ubuntu` is `docker.io/library/ubuntu:latest`), or throws IMAGE_REFERENCE_INVALID. */
  static parse(text: string): ImageReference {
    const refuse = (reason: string) => new NbdevError("IMAGE_REFERENCE_INVALID", { reference: text, reason });
    const [named = "", digest, ...more] = text.split("@");
    if (more.length > 0) throw refuse("it has more than one @");
    if (digest !== undefined && !digestPattern.test(digest)) throw refuse(`${digest} is no sha256 digest`);

    const slash = named.indexOf("/");
    const first = slash < 0 ? "" : named.slice(0, slash);
    const hasRegistry = /[.:]/.test(first) || first === "localhost";
    if (hasRegistry && !registryPattern.test(first)) throw refuse(`${JSON.stringify(first)} is no registry`);
    const path = hasRegistry ? named.slice(slash + 1) : named;
    const colon = path.lastIndexOf(":");
    const bare = colon < 0 ? path : path.slice(0, colon);
    const tag = colon < 0 ? undefined : path.slice(colon + 1);
    if (tag !== undefined && !isImageTag(tag)) throw refuse(`${JSON.stringify(tag)} is no valid tag`);

    const repository = !hasRegistry && !bare.includes("/") ? `library/${bare}` : bare;
    if (!repositoryPattern.test(repository))
      throw refuse("the repository may have lower-case letters, digits and separators");
    const effectiveTag = tag ?? (digest === undefined ? "latest" : undefined);
    return new ImageReference(hasRegistry ? first : "docker.io", repository, effectiveTag, digest);
  }

  withTag(tag: string): ImageReference {
    if (!isImageTag(tag)) {
      throw new NbdevError("IMAGE_REFERENCE_INVALID", {
        reference: `${this.repository}:${tag}`,
        reason: "no valid tag",
      });
    }
    return new ImageReference(this.registry, this.repository, tag, undefined);
  }

  withDigest(digest: string): ImageReference {
    return new ImageReference(this.registry, this.repository, this.tag, digest);
  }

  /** The same image in another registry: `host/registry/repository:tag`, so that two registries' names never meet. */
  mirroredAt(host: string): ImageReference {
    return new ImageReference(host, `${this.registry.replace(":", "-")}/${this.repository}`, this.tag, undefined);
  }

  toString(): string {
    const tag = this.tag === undefined ? "" : `:${this.tag}`;
    const digest = this.digest === undefined ? "" : `@${this.digest}`;
    return `${this.registry}/${this.repository}${tag}${digest}`;
  }
}
