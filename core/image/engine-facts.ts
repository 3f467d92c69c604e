/** What a Docker engine says about itself; bytes for memory. */
export interface EngineFacts {
  readonly endpoint: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly cgroupVersion: 1 | 2;
  readonly memory: number;
  readonly cpus: number;
  readonly architecture: "amd64" | "arm64";
  /** Names of the OCI runtimes; `nvidia` among them means that containers can have GPUs. */
  readonly runtimes: readonly string[];
}
