import type { CheckRequest, CheckResult } from "./check/index.ts";
import type { Finding, HubRequest, LogSource, RuntimeType } from "./hub/runtime.ts";
import type { HubStatus } from "./hub/status.ts";
import type { Deviation, ImageState } from "./image/index.ts";
import type { TaskContext } from "./progress/index.ts";

/** Everything nbdev can do; the CLI and the extension are two ways to ask for it. Errors are `NbdevError`s. */
export interface Nbdev {
  /** From a course directory to its notebook in a local hub; can be repeated, and then does only what changed. */
  up(request: UpRequest, task: TaskContext): Promise<UpResult>;
  /** A new learner at a notebook of a running hub. */
  open(request: OpenRequest, task: TaskContext): Promise<OpenResult>;
  /** What a course directory holds; needs no engine and no hub. */
  describe(request: CourseRequest, task: TaskContext): Promise<CourseDescription>;
  /** The image that was last built of a course; undefined: none was. */
  image(request: CourseRequest, task: TaskContext): Promise<DescribedImage | undefined>;
  /** Opens the newest ready server of the course to a program, such as an editor's notebook; starts nothing. */
  connect(request: CourseRequest, task: TaskContext): Promise<ServerConnection>;
  /** The Python packages of the image that was last built of a course; undefined where nobody has looked into it yet. */
  packages(request: PackagesRequest, task: TaskContext): Promise<CoursePackages | undefined>;
  build(request: CourseRequest, task: TaskContext): Promise<BuildResult>;
  stop(request: RuntimeRequest, task: TaskContext): Promise<void>;
  /** Without a course directory and without `all`: the course of the working directory. */
  down(request: DownRequest, task: TaskContext): Promise<void>;
  status(request: RuntimeRequest, task: TaskContext): Promise<HubStatus>;
  logs(request: LogsRequest, task: TaskContext): AsyncIterable<string>;
  /** Returns the directory it wrote. */
  exportLogs(request: ExportRequest, task: TaskContext): Promise<string>;
  doctor(request: CourseRequest, task: TaskContext): Promise<Finding[]>;
  /** What the files alone show; needs no engine and no hub. */
  check(request: CheckRequest, task: TaskContext): Promise<CheckResult>;
  url(request: UrlRequest, task: TaskContext): Promise<string>;
  /** Writes nbdev.yaml (or only returns its text) and refuses to overwrite one. */
  init(request: InitRequest, task: TaskContext): Promise<{ file: string; text: string }>;
  /** Frees what old builds left; returns what was removed and the bytes. */
  prune(request: RuntimeRequest, task: TaskContext): Promise<{ removed: string[]; bytes: number }>;
}

/**
 * `auto`: kind where a Docker engine answers and kind and helm can be had, else process. Undefined: as the environment
 * or nbdev.yaml say, else `auto`.
 */
export interface RuntimeRequest {
  readonly runtime?: RuntimeType | "auto" | undefined;
  /** The course directory, absolute; its nbdev.yaml is read. */
  readonly directory: string;
}

/** Undefined: as the environment says (`NBDEV_<STEM>`), else nbdev.yaml, else the default. */
export interface CourseRequest extends RuntimeRequest, Partial<Omit<HubRequest, "limits" | "course">> {
  readonly course?: string | undefined;
}

export interface UpRequest extends CourseRequest {
  readonly notebook?: string | undefined;
  /** Asked only when the course has several notebooks, none is named, and a person can be asked; undefined: the tree. */
  chooseNotebook?(notebooks: readonly string[]): Promise<string | undefined>;
  /** Opens the launch link, as the last step; undefined: not opened. */
  openLink?(url: string): Promise<void>;
  forwardedOrigin?: ForwardedOrigin | undefined;
  /** Only says what it would do: every command line goes to progress as `command` events. */
  readonly dryRun?: boolean | undefined;
}

export interface OpenRequest extends CourseRequest {
  readonly notebook?: string | undefined;
  openLink?(url: string): Promise<void>;
  forwardedOrigin?: ForwardedOrigin | undefined;
}

/**
 * Where a browser elsewhere reaches the hub when an editor forwards its port to a public name, such as
 * `https://me-8000.forwarded.example`. Hub and learner's server then answer there too. Undefined: on loopback alone.
 */
export type ForwardedOrigin = (hubUrl: string) => Promise<string | undefined>;

export interface DownRequest extends RuntimeRequest {
  readonly all: boolean;
}

export interface ExportRequest extends RuntimeRequest {
  /** The folder to write, absolute; made where there is none. */
  readonly into: string;
}

export interface LogsRequest extends RuntimeRequest {
  readonly source: LogSource;
  readonly follow: boolean;
  readonly lines: number;
}

export interface UrlRequest extends CourseRequest {
  readonly notebook: string;
  readonly production: boolean;
}

export interface InitRequest {
  readonly directory: string;
  readonly print: boolean;
}

/** The contract for scripts (`--json`); `outcome` is `ready`, or `planned` for a dry run. */
export interface UpResult {
  readonly outcome: "ready" | "planned";
  readonly runtime: RuntimeType;
  readonly course: string;
  readonly image: { readonly reference: string; readonly digest: string };
  readonly hubUrl: string;
  /** Works as it is in a browser, or with curl and a cookie jar; holds the launch token. */
  readonly launchUrl: string;
  readonly productionUrl: string;
  readonly notebook: string | undefined;
  readonly deviations: readonly Deviation[];
  readonly warnings: readonly string[];
  /** Seconds by step id, and `total`. */
  readonly timings: Readonly<Record<string, number>>;
}

export type OpenResult = Pick<UpResult, "runtime" | "course" | "launchUrl" | "productionUrl" | "notebook" | "warnings">;

/** Paths of notebooks are relative to the directory. */
export interface CourseDescription {
  readonly name: string;
  readonly notebooks: readonly string[];
}

export interface DescribedImage extends ImageState {
  /** A file that was written after the image was built, relative to the directory; undefined: there is none. */
  readonly changedFile: string | undefined;
}

export interface PackagesRequest extends CourseRequest {
  /** Looks into an image that nobody has looked into yet, by a container of it; else nothing is started. */
  readonly look?: boolean | undefined;
}

export interface CoursePackages {
  /** When the image was built, ISO 8601. */
  readonly builtAt: string;
  /** By normalised name of the distribution; empty where it does not say. */
  readonly versions: ReadonlyMap<string, string>;
  /** Import name → the distributions that bring it; none for what only lies on Python's path. */
  readonly modules: ReadonlyMap<string, readonly string[]>;
}

/** A learner's server for a program instead of a person. The token opens this server alone, until it expires. */
export interface ServerConnection {
  readonly user: string;
  readonly course: string;
  /** With a trailing slash: Jupyter's API lies below it. */
  readonly url: string;
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

export interface BuildResult {
  readonly outcome: "built";
  readonly runtime: RuntimeType;
  readonly course: string;
  readonly image: { readonly reference: string; readonly id: string; readonly changed: boolean };
  readonly deviations: readonly Deviation[];
}
