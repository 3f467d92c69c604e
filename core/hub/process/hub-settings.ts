import { z } from "zod";

/**
 * What hub-values/process_config.py reads, and what makes a running hub recognisable: written once, mode 0600, beside
 * the hub's database. Holds the tokens.
 */
export const hubSettings = z.object({
  instance: z.string(),
  folder: z.string(),
  port: z.number(),
  hubPort: z.number(),
  proxyApiPort: z.number(),
  proxyToken: z.string(),
  proxyCommand: z.array(z.string()),
  cookieSecret: z.string(),
  database: z.string(),
  launchToken: z.string(),
  apiToken: z.string(),
  images: z.string(),
  servers: z.string(),
  logs: z.string(),
  memoryLimit: z.number(),
  /** The real path of the Python environment that it was started from. */
  environment: z.string().default(""),
  /** Of the author's PostgreSQL, whose URL may hold a password; "" for the hub's own SQLite. */
  databaseDigest: z.string().default(""),
});
export type HubSettings = z.infer<typeof hubSettings>;

/** What the spawner writes down of a running server (hub-values/local_process_spawner.py). */
export const serverRecord = z.object({
  user: z.string(),
  course: z.string(),
  notebook: z.string(),
  /** A server that an older nbdev started has none. */
  origins: z.array(z.string()).default([]),
  warnings: z.array(z.string()),
  reference: z.string(),
  digest: z.string(),
  pid: z.number(),
  startedAt: z.string(),
  cgroup: z.string(),
  memoryLimit: z.number(),
});
export type ServerRecord = z.infer<typeof serverRecord>;

/** What the spawner needs to start a server of a delivered course. */
export interface ImageDescription {
  readonly python: string;
  /** Folder whose copy a learner gets as home. */
  readonly files: string;
  /** Below the home, "" for itself. */
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly digest: string;
}
