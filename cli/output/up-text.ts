import type { UpResult } from "../../core/index.ts";

/** The end of `nbdev up` for a person: the link, and production's beside it. */
export function upText(result: UpResult): string {
  if (result.outcome === "planned") return (result.commands ?? []).join("\n");
  const count = result.deviations.length;
  return [
    `Ready: ${result.launchUrl}`,
    `Production's link, once the course is there: ${result.productionUrl}`,
    `${count} differences from production; see them with --explain.`,
  ].join("\n");
}
