import type { Diagnostic } from "../diagnostic.ts";

/** Rules of BuildKit that say what one of ours says, with less of the course known to them. */
const sameMatter: Readonly<Record<string, string>> = {
  "BuildKit/SecretsUsedInArgOrEnv": "NB151",
  "BuildKit/CopyIgnoredFile": "NB112",
  "BuildKit/FromPlatformFlagConstDisallowed": "NB105",
};

/** BuildKit's findings without those that stand, in our words, on the same line already. */
export function withoutRepeats(ours: readonly Diagnostic[], buildkit: readonly Diagnostic[]): Diagnostic[] {
  return buildkit.filter(
    ({ code, path, range }) =>
      !ours.some(
        (own) =>
          own.path === path &&
          own.code === sameMatter[code] &&
          range.start.line <= own.range.start.line &&
          own.range.start.line <= range.end.line,
      ),
  );
}
