import type { HubStatus, UserServer } from "../../core/index.ts";
import { readableAge, readableBytes } from "./sizes.ts";
import { plainTable } from "./table.ts";

/** `nbdev status` for a person: the place, the hub, and a row a learner's server. */
export function statusText({ runtime, place, hub, servers }: HubStatus, now: Date): string {
  const lines = [
    `${runtime}  ${place.name} ${place.state} (${place.detail})`,
    `hub   ${hub.state} (${hub.detail})${hub.url === undefined ? "" : ` at ${hub.url}`}`,
  ];
  if (servers.length === 0) return [...lines, "no servers"].join("\n");
  const head = ["course", "notebook", "state", "age", "memory", "restarts", "last end", "image"];
  return [
    ...lines,
    "",
    plainTable(
      head,
      servers.map((server) => row(server, now)),
    ),
  ].join("\n");
}

function row(server: UserServer, now: Date): string[] {
  return [
    server.course,
    server.notebook ?? "(file list)",
    server.state,
    readableAge(server.startedAt, now),
    `${readableBytes(server.memory.used)} of ${readableBytes(server.memory.limit)}`,
    String(server.restarts),
    server.lastTermination ?? "",
    `${server.image.reference} ${server.image.digest?.slice(0, 19) ?? ""}`.trim(),
  ];
}
