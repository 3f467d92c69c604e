import { z } from "zod";

const factors: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** A size as KubeSpawner reads it: `4G` is 4 × 2^30 bytes (jupyterhub.traitlets.ByteSpecification); in bytes. */
export const byteSize = z
  .union([z.number().int().positive(), z.string().regex(/^\d+(\.\d+)?[KMGT]?$/)])
  .transform((size) => {
    if (typeof size === "number") return size;
    const unit = /[KMGT]$/.exec(size)?.[0] ?? "";
    return Math.round(Number.parseFloat(size) * (factors[unit] ?? 1));
  });
