import semver from "semver";
import type { CommandRunner } from "../../command/index.ts";
import { NbdevError } from "../../errors/index.ts";
import type { TaskContext } from "../../progress/index.ts";
import { versions } from "../../versions.ts";

export type ToolName = "kind" | "helm";

export interface Tool {
  readonly path: string;
  readonly version: string;
  readonly from: "PATH" | "download";
}

/** Where tools come from that are not on PATH. */
export interface ToolDownloads {
  /** The path of the pinned tool, downloaded at most once and checked against its digest before each use. */
  fetch(tool: ToolName, task: TaskContext): Promise<string>;
}

interface Outside {
  readonly commands: CommandRunner;
  readonly downloads: ToolDownloads;
  /** The absolute path of a program on PATH. */
  findOnPath(program: string): Promise<string | undefined>;
}

const versionCommand: Readonly<Record<ToolName, readonly string[]>> = {
  kind: ["version", "--quiet"],
  helm: ["version", "--short"],
};

/** kind and helm: from PATH where the version there is accepted (core/versions.ts), else nbdev's own download. */
export class Tools {
  readonly #outside: Outside;
  readonly #found = new Map<ToolName, Promise<Tool>>();

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  /** The same answer for the life of this object; throws DOWNLOAD_FAILED, DOWNLOAD_CORRUPT or TOOL_UNSUPPORTED. */
  ensure(name: ToolName, task: TaskContext): Promise<Tool> {
    const found = this.#found.get(name) ?? this.#ensure(name, task);
    this.#found.set(name, found);
    found.catch(() => this.#found.delete(name));
    return found;
  }

  /** What is on PATH, whatever its version; downloads nothing. */
  async onPath(name: ToolName, task: TaskContext): Promise<Tool | undefined> {
    const path = await this.#outside.findOnPath(name);
    return path === undefined ? undefined : { path, version: await this.#version(name, path, task), from: "PATH" };
  }

  async #ensure(name: ToolName, task: TaskContext): Promise<Tool> {
    const present = await this.onPath(name, task);
    if (present !== undefined && isAccepted(name, present.version)) return present;
    try {
      const path = await this.#outside.downloads.fetch(name, task);
      return { path, version: versions[name].version, from: "download" };
    } catch (error) {
      if (present === undefined) throw error;
      throw new NbdevError(
        "TOOL_UNSUPPORTED",
        { tool: name, ...present, range: versions[name].accepted },
        { cause: error },
      );
    }
  }

  async #version(name: ToolName, path: string, task: TaskContext): Promise<string> {
    const { stdout } = await this.#outside.commands.attempt({ program: path, args: versionCommand[name] }, task);
    return semver.coerce(stdout)?.version ?? "unknown";
  }
}

/** Whether a version is in the range that core/versions.ts accepts. */
export function isAccepted(name: ToolName, version: string): boolean {
  return semver.valid(version) !== null && semver.satisfies(version, versions[name].accepted);
}
