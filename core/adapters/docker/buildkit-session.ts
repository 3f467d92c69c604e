import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import { type handleUnaryCall, Server, ServerCredentials } from "@grpc/grpc-js";
import type Docker from "dockerode";
import type { Credential } from "./credentials.ts";
import { authService, healthService, serving } from "./session-calls.ts";

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
  server.addService(healthService, { Check: sayServing });
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

const sayServing: handleUnaryCall<object, { status: number }> = (_call, answer) => answer(null, { status: serving });
