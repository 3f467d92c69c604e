import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import { type handleUnaryCall, Server, ServerCredentials, type ServiceDefinition } from "@grpc/grpc-js";
import type Docker from "dockerode";
import protobuf from "protobufjs";
import type { Credential } from "./credentials.ts";
import { answerHealth, healthService } from "./session-health.ts";

/** A BuildKit session: the connection by which a build asks its client for credentials. */
export interface BuildkitSession {
  readonly id: string;
  close(): void;
}

/**
 * Opens a session that answers for each registry host with that host's credential, and never with another's.
 * Undefined: the engine has no BuildKit (`Builder-Version` of a ping only says which builder it prefers).
 */
export async function openBuildkitSession(
  docker: Docker,
  credentialFor: (registry: string) => Promise<Credential | undefined>,
): Promise<BuildkitSession | undefined> {
  const id = randomUUID();
  const socket = await dialSession(docker, id);
  if (socket === undefined) return undefined;
  const server = new Server();
  server.addService(authService, { Credentials: credentialsCall(credentialFor) });
  server.addService(healthService, { Check: answerHealth });
  server.createConnectionInjector(ServerCredentials.createInsecure()).injectConnection(socket);
  return {
    id,
    close: () => {
      server.forceShutdown();
      socket.end();
    },
  };
}

function dialSession(docker: Docker, id: string): Promise<Duplex | undefined> {
  const request = {
    method: "POST",
    path: "/session",
    hijack: true,
    headers: { Upgrade: "h2c", "X-Docker-Expose-Session-Uuid": id, "X-Docker-Expose-Session-Name": "nbdev" },
    statusCodes: { 200: true, 500: "server error" },
  };
  return new Promise((resolve, reject) => {
    docker.modem.dial(request as never, (error, socket) => {
      const { statusCode } = (error ?? {}) as { statusCode?: number };
      if (error && (statusCode === undefined || statusCode === 500)) reject(error);
      else resolve(error ? undefined : (socket as Duplex));
    });
  });
}

// moby.filesync.v1.Auth of moby/buildkit (session/auth/auth.proto): the one call that answers by host.
const { nested } = protobuf.Root.fromJSON({
  nested: {
    CredentialsRequest: { fields: { Host: { type: "string", id: 1 } } },
    CredentialsResponse: { fields: { Username: { type: "string", id: 1 }, Secret: { type: "string", id: 2 } } },
  },
});
const request = nested?.CredentialsRequest as protobuf.Type;
const response = nested?.CredentialsResponse as protobuf.Type;

const authService: ServiceDefinition = {
  Credentials: {
    path: "/moby.filesync.v1.Auth/Credentials",
    requestStream: false,
    responseStream: false,
    requestSerialize: (value: object) => Buffer.from(request.encode(value).finish()),
    requestDeserialize: (bytes: Buffer) => request.toObject(request.decode(bytes), { defaults: true }),
    responseSerialize: (value: object) => Buffer.from(response.encode(value).finish()),
    responseDeserialize: (bytes: Buffer) => response.toObject(response.decode(bytes), { defaults: true }),
  },
};

function credentialsCall(
  credentialFor: (registry: string) => Promise<Credential | undefined>,
): handleUnaryCall<{ Host: string }, { Username?: string; Secret?: string }> {
  return (call, answer) => {
    credentialFor(call.request.Host).then(
      (found) => answer(null, found === undefined ? {} : { Username: found.username, Secret: found.secret }),
      (error) => answer(error),
    );
  };
}
