export { type BuildContext, readBuildContext } from "./build-context-files.ts";
export type { EngineFacts } from "./engine-facts.ts";
export type { BuiltImage, Delivery, Deviation, ImageState } from "./image.ts";
export type { BuildOptions, ImageBuilder } from "./image-builder.ts";
export { ImageReference, isImageTag } from "./reference.ts";
export type { Push, Registry } from "./registry.ts";
