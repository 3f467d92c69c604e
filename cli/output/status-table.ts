import type { HubStatus, UserServer } from "../../core/index.ts";
import { bytes } from "./amount.ts";
import { table } from "./table.ts";

/** The place, the hub, and a line for each learner's server: what production's dashboard shows. */
export function statusTable(status: HubStatus, now: Date): string {
  const { place, hub, servers } = status;
  const rows = [
    [status.runtime, `${place.name}: ${place.state}`, place.detail],
    ["hub", hub.state, [hub.url, hub.detail].filter((text) => text !== undefined && text !== "").join(" ")],
  ];
  const overview = table(["what", "state", "detail"], rows);
  if (servers.length === 0) return `${overview}\n\nNo learner's server runs.`;
  const headings = ["user", "course", "image", "state", "age", "memory", "restarts", "last termination"];
  return `${overview}\n\n${table(
    headings,
    servers.map((server) => serverRow(server, now)),
  )}`;
}

function serverRow(server: UserServer, now: Date): string[] {
  return [
    server.user,
    server.course,
    image(server.image),
    server.state,
    age(server.startedAt, now),
    memory(server.memory),
    String(server.restarts),
    server.lastTermination ?? "",
  ];
}

/** `name:tag@sha256:0123456789ab`: the registry is the same for all, and the digest's start tells them apart. */
function image({ reference, digest }: UserServer["image"]): string {
  const short = reference.split("/").at(-1) ?? reference;
  return digest === undefined ? short : `${short.split("@")[0]}@${digest.slice(0, "sha256:".length + 12)}`;
}

function memory({ used, limit }: UserServer["memory"]): string {
  if (used === undefined) return limit === undefined ? "" : `? of ${bytes(limit)}`;
  if (limit === undefined) return bytes(used);
  return `${bytes(used)} of ${bytes(limit)} (${Math.round((100 * used) / limit)} %)`;
}

function age(startedAt: string | undefined, now: Date): string {
  if (startedAt === undefined) return "";
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(startedAt)) / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 2 * 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 48 * 3600 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}
