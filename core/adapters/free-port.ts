import getPort, { clearLockedPorts } from "get-port";

/** A port of 127.0.0.1 that nothing listens on: the wished one if it can be had. */
export function freePort(wished?: number): Promise<number> {
  if (wished === undefined) return getPort({ host: "127.0.0.1" });
  // get-port keeps what it gave away for itself, for half a minute: a hub that was stopped gets its port back at once
  clearLockedPorts();
  return getPort({ host: "127.0.0.1", port: wished });
}
