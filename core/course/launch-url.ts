/** Where learners' links lead (production.md, "The way of a course"). */
const productionHub = "https://nb.learn.mit.edu";

export interface LaunchLink {
  readonly course: string;
  /** Undefined: the tree. */
  readonly notebook: string | undefined;
}

/** The link that starts a new learner in a local hub; `hubUrl` without a trailing slash. The token is a secret. */
export function launchUrl(link: LaunchLink & { readonly hubUrl: string; readonly token: string }): string {
  return `${link.hubUrl}/hub/tmplogin?${query({ course: link.course, notebook: link.notebook, token: link.token })}`;
}

/** The link that a learner will get for the same notebook. */
export function productionUrl(link: LaunchLink): string {
  return `${productionHub}/tmplogin?${query({ course: link.course, notebook: link.notebook })}`;
}

/** Percent-encoded throughout: `+` for a space, as forms have it, is not undone by everything between here and the hub. */
function query(fields: Record<string, string | undefined>): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join("&");
}
