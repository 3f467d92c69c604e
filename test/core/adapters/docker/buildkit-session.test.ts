import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:http2";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import Docker from "dockerode";
import { expect, onTestFinished, test } from "vitest";
import { openBuildkitSession } from "../../../../core/adapters/docker/buildkit-session.ts";
import { temporaryDirectory } from "../../../support/directory.ts";

test("a session says that it is well, and answers for a host", async () => {
  const call = await openSession(async (host) => ({ username: "me", secret: `of ${host}` }));
  expect(await call("/grpc.health.v1.Health/Check", "")).toEqual({ status: "0", message: "\x08\x01" });
  const answer = { status: "0", message: "\x0a\x02me\x12\x0bof one.test" };
  expect(await call("/moby.filesync.v1.Auth/Credentials", "\x0a\x08one.test")).toEqual(answer);
});

test("a host without a credential is answered with none", async () => {
  const call = await openSession(async () => undefined);
  expect(await call("/moby.filesync.v1.Auth/Credentials", "\x0a\x08one.test")).toEqual({ status: "0", message: "" });
});

/** A session with an engine of which only this is there: it takes the connection and calls, as BuildKit does. */
async function openSession(credentialFor: Parameters<typeof openBuildkitSession>[1]) {
  const socketPath = join(await temporaryDirectory(), "docker.sock");
  const engine = createServer().listen(socketPath);
  const upgraded = once(engine, "upgrade");
  const session = await Promise.all([
    openBuildkitSession(new Docker({ socketPath }), credentialFor),
    welcome(upgraded),
  ]);
  const [opened, connection] = session;
  const client = connect("http://session", { createConnection: () => connection });
  onTestFinished(() => {
    client.destroy();
    opened?.close();
    engine.close();
  });
  return async (path: string, message: string) => {
    const call = client.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
    });
    let status: unknown;
    for (const event of ["response", "trailers"]) call.on(event, (headers) => (status ??= headers["grpc-status"]));
    const parts: Buffer[] = await call.end(framed(message)).toArray();
    return { status, message: Buffer.concat(parts).subarray(5).toString("latin1") };
  };
}

async function welcome(upgraded: Promise<unknown[]>): Promise<Duplex> {
  const connection = (await upgraded)[1] as Duplex;
  connection.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
  return connection;
}

/** A message as gRPC sends it: not compressed, its length, itself. */
function framed(message: string): Buffer {
  const length = Buffer.alloc(5);
  length.writeUInt32BE(message.length, 1);
  return Buffer.concat([length, Buffer.from(message, "latin1")]);
}
