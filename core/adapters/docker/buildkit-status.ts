import protobuf from "protobufjs";
import { z } from "zod";

// The part of moby.buildkit.v1.StatusResponse (moby/buildkit, api/services/control/control.proto) that progress needs.
const { nested } = protobuf.Root.fromJSON({
  nested: {
    Timestamp: { fields: { seconds: { type: "int64", id: 1 }, nanos: { type: "int32", id: 2 } } },
    Vertex: {
      fields: {
        digest: { type: "string", id: 1 },
        name: { type: "string", id: 3 },
        cached: { type: "bool", id: 4 },
        started: { type: "Timestamp", id: 5 },
        completed: { type: "Timestamp", id: 6 },
        error: { type: "string", id: 7 },
      },
    },
    VertexLog: { fields: { vertex: { type: "string", id: 1 }, msg: { type: "bytes", id: 4 } } },
    StatusResponse: {
      fields: {
        vertexes: { rule: "repeated", type: "Vertex", id: 1 },
        logs: { rule: "repeated", type: "VertexLog", id: 3 },
      },
    },
  },
});
const statusResponse = nested?.StatusResponse as protobuf.Type;

const status = z.object({
  vertexes: z.array(
    z.object({
      digest: z.string(),
      name: z.string(),
      cached: z.boolean(),
      started: z.unknown().transform(Boolean),
      completed: z.unknown().transform(Boolean),
      error: z.string(),
    }),
  ),
  logs: z.array(z.object({ vertex: z.string(), msg: z.string() })),
});

/** What BuildKit reports in one message of the build's stream; `msg` is text. */
export type BuildkitStatus = z.infer<typeof status>;

/** Decodes the base64 of an `aux` whose id is `moby.buildkit.trace`. */
export function decodeBuildkitStatus(base64: string): BuildkitStatus {
  const message = statusResponse.decode(Buffer.from(base64, "base64"));
  const { vertexes = [], logs = [] } = statusResponse.toObject(message, {
    defaults: true,
    arrays: true,
    longs: String,
  });
  const asText = (log: { vertex: string; msg: Uint8Array }) => ({ ...log, msg: Buffer.from(log.msg).toString("utf8") });
  return status.parse({ vertexes, logs: logs.map(asText) });
}
