import { finished, type Readable, type Writable } from "node:stream";
import type Docker from "dockerode";

/** Parts what a container printed into its two streams, or one for both; they end, or fail, with the engine's. */
export function demultiplex(docker: Docker, multiplexed: Readable, stdout: Writable, stderr: Writable): void {
  docker.modem.demuxStream(multiplexed, stdout, stderr);
  finished(multiplexed, (error) => {
    for (const stream of new Set([stdout, stderr])) error ? stream.destroy(error) : stream.end();
  });
}
