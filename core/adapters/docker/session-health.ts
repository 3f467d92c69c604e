import type { handleUnaryCall, ServiceDefinition } from "@grpc/grpc-js";

/**
 * grpc.health.v1.Health, which BuildKit asks again and again: a session that does not answer is closed in the middle of
 * the build, by Docker 20.10 after a second and by newer engines after ten, and then a registry that asks gets nothing.
 */
export const healthService: ServiceDefinition = {
  Check: {
    path: "/grpc.health.v1.Health/Check",
    requestStream: false,
    responseStream: false,
    requestSerialize: (bytes: Buffer) => bytes,
    requestDeserialize: (bytes: Buffer) => bytes,
    responseSerialize: (bytes: Buffer) => bytes,
    responseDeserialize: (bytes: Buffer) => bytes,
  },
};

/** HealthCheckResponse with the status SERVING. */
const serving = Buffer.from([0x08, 0x01]);

export const answerHealth: handleUnaryCall<Buffer, Buffer> = (_call, answer) => answer(null, serving);
