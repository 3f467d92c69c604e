/** A visitor with a cookie jar, which follows redirects one by one as a browser does; `origin` is their pages'. */
export class BrowserSession {
  readonly #cookies = new Map<string, { value: string; path: string }>();
  readonly #origin: string | undefined;

  constructor({ origin }: { readonly origin?: string } = {}) {
    this.#origin = origin;
  }

  /** The last page, after redirects and after the hub's spawn page has sent the visitor on. */
  async visit(
    url: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; url: string; text: string }> {
    let next = url;
    for (let hop = 0; hop < 200; hop++) {
      const response = await fetch(next, { redirect: "manual", headers: { ...headers, ...this.headersFor(next) } });
      this.#keep(response);
      const location = response.headers.get("location");
      const text = await response.text();
      if (location !== null) next = new URL(location, next).href;
      else if (next.includes("/hub/spawn-pending/")) await new Promise((wait) => setTimeout(wait, 250));
      else return { status: response.status, url: next, text };
    }
    throw new Error(`no end of redirects at ${next}`);
  }

  async request(url: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(url, { ...init, headers: { ...init.headers, ...this.headersFor(url) } });
    this.#keep(response);
    return response;
  }

  /** The cookies for a URL, and the cross-site token that the server expects back. */
  headersFor(url: string): Record<string, string> {
    const path = new URL(url).pathname;
    const matching = [...this.#cookies].filter(([, cookie]) => path.startsWith(cookie.path));
    const pairs = matching.map(([key, { value }]) => `${key.split(" ")[0]}=${value}`);
    const xsrf = matching.findLast(([key]) => key.startsWith("_xsrf "))?.[1].value;
    return {
      ...(this.#origin !== undefined && { origin: this.#origin }),
      ...(pairs.length > 0 && { cookie: pairs.join("; ") }),
      ...(xsrf !== undefined && { "X-XSRFToken": xsrf }),
    };
  }

  #keep(response: Response): void {
    for (const header of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = header.split(";").map((part) => part.trim());
      const [name = "", ...value] = pair.split("=");
      const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice("path=".length) ?? "/";
      this.#cookies.set(`${name} ${path}`, { value: value.join("="), path });
    }
  }
}
