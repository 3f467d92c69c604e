export type { BuiltImage, Delivery, Deviation } from "./image.ts";
export { ImageReference, isImageTag } from "./reference.ts";
