/** How a person's browser can reach a link of the hub: by `open`, or not from here, and then why. */
export type WayToHub = { readonly open: string } | { readonly show: string; readonly why: string };

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Judges what VS Code made of a link (`asExternalUri`). JupyterHub lives at the root of its address, and answers only to
 * loopback names: a proxy that puts a path before it, or forwards it to a public name, cannot show it.
 */
export function wayToHub(link: string, external: string): WayToHub {
  const [inner, outer] = [new URL(link), new URL(external)];
  if (outer.pathname !== inner.pathname) {
    const prefix = outer.pathname.endsWith(inner.pathname)
      ? outer.pathname.slice(0, -inner.pathname.length)
      : outer.pathname;
    const why = `this editor's proxy would put it below ${prefix}, and JupyterHub lives at the root of its address`;
    return { show: link, why };
  }
  if (!loopback.test(outer.hostname)) {
    const why = `this editor would forward it to ${outer.hostname}, and the local hub answers only to this machine`;
    return { show: link, why };
  }
  return { open: external };
}
