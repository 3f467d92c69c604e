import type { ServiceDefinition } from "@grpc/grpc-js";
import protobuf from "protobufjs";

const { nested } = protobuf.Root.fromJSON({
  nested: {
    CredentialsRequest: { fields: { Host: { type: "string", id: 1 } } },
    CredentialsResponse: { fields: { Username: { type: "string", id: 1 }, Secret: { type: "string", id: 2 } } },
    HealthRequest: { fields: { service: { type: "string", id: 1 } } },
    HealthResponse: { fields: { status: { type: "int32", id: 1 } } },
  },
});

/** moby.filesync.v1.Auth of moby/buildkit (session/auth/auth.proto): the one call that answers by host. */
export const authService = unary("/moby.filesync.v1.Auth/Credentials", "CredentialsRequest", "CredentialsResponse");

/**
 * grpc.health.v1.Health, which BuildKit asks again and again: a session that does not answer is closed in the middle of
 * the build, by Docker 20.10 after a second and by newer engines after ten, and then a registry that asks gets nothing.
 */
export const healthService = unary("/grpc.health.v1.Health/Check", "HealthRequest", "HealthResponse");

/** `HealthResponse.status` of a session that is well. */
export const serving = 1;

/** A service of the one call that its path ends with. */
function unary(path: string, requestType: string, responseType: string): ServiceDefinition {
  const request = nested?.[requestType] as protobuf.Type;
  const response = nested?.[responseType] as protobuf.Type;
  const definition = {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: (value: object) => Buffer.from(request.encode(value).finish()),
    requestDeserialize: (bytes: Buffer) => request.toObject(request.decode(bytes), { defaults: true }),
    responseSerialize: (value: object) => Buffer.from(response.encode(value).finish()),
    responseDeserialize: (bytes: Buffer) => response.toObject(response.decode(bytes), { defaults: true }),
  } as const;
  return { [path.slice(path.lastIndexOf("/") + 1)]: definition };
}
