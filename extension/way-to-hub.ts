/** How a person's browser reaches a hub of this machine: by the editor's own means, at a public origin, or not at all. */
export type WayToHub = "loopback" | { readonly origin: string } | { readonly why: string };

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Judges what VS Code made of the hub's address (`asExternalUri`). JupyterHub lives at the root of an origin. */
export function wayToHub(external: string): WayToHub {
  const { pathname, hostname, origin } = new URL(external);
  if (pathname !== "/") {
    return {
      why: `this editor's proxy would put it below ${pathname}, and JupyterHub lives at the root of its address`,
    };
  }
  return loopback.test(hostname) ? "loopback" : { origin };
}
