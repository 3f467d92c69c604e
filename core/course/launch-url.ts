/** What a launch link says. */
export interface LaunchLink {
  /** Of the local hub, without a trailing slash. */
  readonly hubUrl: string;
  readonly course: string;
  readonly notebook: string | undefined;
  /** The local hub's launch token; production's link has none. */
  readonly token: string;
}

const production = "https://nb.learn.mit.edu/tmplogin";

/**
 * The local and the production link to the same notebook. Every character of the path survives: `#`, `&`, `+`, `%` and
 * spaces are encoded, `/` stays (production.md, "traps").
 */
export function launchUrls({ hubUrl, course, notebook, token }: LaunchLink): { local: string; production: string } {
  return {
    local: `${hubUrl}/hub/tmplogin?${query({ course, notebook, token })}`,
    production: `${production}?${query({ course, notebook })}`,
  };
}

function query(parameters: Readonly<Record<string, string | undefined>>): string {
  const present = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return present.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2F", "/")}`).join("&");
}
