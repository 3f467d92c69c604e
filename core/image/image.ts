import type { ImageReference } from "./reference.ts";

/** A course's image as the builder left it on this machine; for the process runtime, the environment that stands for it. */
export interface BuiltImage {
  /** What production would call it. */
  readonly reference: ImageReference;
  /** `sha256:` of the image's configuration (not of its manifest: that exists only once it is delivered). */
  readonly id: string;
  /** False where the same image was there already. */
  readonly changed: boolean;
  readonly deviations: readonly Deviation[];
}

/** A built image as it stands on this machine. */
export interface ImageState {
  readonly reference: string;
  /** ISO 8601. */
  readonly builtAt: string;
  /** Of all its layers; undefined where there are none (the process runtime). */
  readonly bytes: number | undefined;
}

/** An image that user servers of the hub can start from. */
export interface Delivery {
  readonly reference: ImageReference;
  /** `sha256:` of the manifest: what a pod's status reports. */
  readonly digest: string;
  readonly bytesMoved: number;
}

/** One thing that is not as in production, and why; every one can be printed (`--explain`, `--json`). */
export interface Deviation {
  /** What differs: a helm value's path, a Dockerfile line, a port. */
  readonly subject: string;
  readonly production: string;
  readonly here: string;
  readonly reason: string;
}
