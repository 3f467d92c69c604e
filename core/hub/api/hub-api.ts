import type { TaskContext } from "../../progress/index.ts";

/** What nbdev does with a running hub, as its service `nbdev`: JupyterHub's REST API, and learners' servers behind it. */
export interface HubApi {
  /** Resolves once the hub answers behind its proxy; throws HUB_UNREACHABLE after `seconds`. */
  waitUntilAnswering(seconds: number, task: TaskContext): Promise<void>;
  /** Names of the users whose server runs or is starting, as far as the hub knows; not those whose server is ending. */
  runningUsers(task: TaskContext): Promise<ReadonlySet<string>>;
  createUser(user: string, task: TaskContext): Promise<void>;
  /** Asks for the server; it is being started when this resolves. */
  startServer(user: string, options: ServerOptions, task: TaskContext): Promise<void>;
  /** What the hub says while it starts the server; ends after the message that is `ready` or `failed`. */
  followStart(user: string, task: TaskContext): AsyncIterable<StartMessage>;
  /** Whether a file is below the server's start directory, as the server itself sees it. */
  hasFile(user: string, path: string, task: TaskContext): Promise<boolean>;
  /** Names in a directory of the server; undefined where there is no such directory. */
  listDirectory(user: string, path: string, task: TaskContext): Promise<string[] | undefined>;
  /** The HTTP status of a page of the server, redirects followed. */
  pageStatus(user: string, path: string, task: TaskContext): Promise<number>;
  /** A new token that opens this user's server and nothing else, for `seconds`. It is a secret. */
  createServerToken(user: string, seconds: number, task: TaskContext): Promise<string>;
  /** Stops the user's server and forgets the user; both may be gone already. */
  deleteUser(user: string, task: TaskContext): Promise<void>;
}

/**
 * The user options that hub-values/query_string_spawner.py reads for a server asked for by nbdev: the same arguments
 * as the launch link's query.
 */
export interface ServerOptions {
  readonly nbdev: {
    readonly course: string;
    readonly notebook?: string | undefined;
    readonly tag?: string | undefined;
    /** Not of the link: an origin beside the loopback's at which hub and server answer (forwarded_origins.py). */
    readonly origin?: string | undefined;
  };
}

export interface StartMessage {
  readonly message: string;
  readonly ready: boolean;
  readonly failed: boolean;
}
