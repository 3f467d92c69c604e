import { z } from "zod";
import type { ContainerState, Pod } from "../../hub/kind/kubernetes.ts";

const time = z.union([z.string(), z.date().transform((date) => date.toISOString())]);
const termination = z.object({
  reason: z.string().default("Terminated"),
  exitCode: z.number(),
  message: z.string().default(""),
});
const state = z.object({
  waiting: z.object({ reason: z.string().default("Waiting"), message: z.string().default("") }).optional(),
  terminated: termination.optional(),
});
const containerStatus = z.object({
  name: z.string(),
  image: z.string().default(""),
  imageID: z.string().default(""),
  ready: z.boolean(),
  restartCount: z.number(),
  state: state.optional(),
  lastState: state.optional(),
});
const podObject = z.object({
  metadata: z.object({
    name: z.string(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    creationTimestamp: time.optional(),
    deletionTimestamp: time.optional(),
  }),
  spec: z.object({
    containers: z.array(
      z.object({
        name: z.string(),
        image: z.string().optional(),
        resources: z.object({ limits: z.record(z.string(), z.coerce.string()).optional() }).optional(),
      }),
    ),
  }),
  status: z
    .object({
      phase: z.string().default("Unknown"),
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            reason: z.string().optional(),
            message: z.string().optional(),
          }),
        )
        .default([]),
      containerStatuses: z.array(containerStatus).default([]),
      initContainerStatuses: z.array(containerStatus).default([]),
    })
    .prefault({}),
});

/** Reads the API's pod object, as listed (dates) or as watched (texts). */
export function parsePod(object: unknown): Pod {
  const { metadata, spec, status } = podObject.parse(object);
  const scheduled = status.conditions.find(({ type }) => type === "PodScheduled");
  const condition = (type: string) => status.conditions.find((each) => each.type === type)?.status === "True";
  return {
    name: metadata.name,
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    phase: status.phase,
    createdAt: metadata.creationTimestamp,
    deleted: metadata.deletionTimestamp !== undefined,
    ready: condition("Ready"),
    unschedulable: scheduled?.status === "False" ? (scheduled.message ?? scheduled.reason) : undefined,
    memoryLimit: parseQuantity(spec.containers[0]?.resources?.limits?.memory),
    container: containerState(status, spec.containers[0]),
  };
}

function containerState(
  status: z.infer<typeof podObject>["status"],
  declared: { name: string; image?: string | undefined } | undefined,
): ContainerState {
  const troubled = status.initContainerStatuses.find(
    ({ state, restartCount }) => state?.waiting !== undefined && restartCount > 0,
  );
  const own = status.containerStatuses.find(({ name }) => name === declared?.name);
  const shown = troubled ?? own;
  return {
    name: shown?.name ?? declared?.name ?? "",
    image: declared?.image ?? "",
    digest: own?.imageID.match(/sha256:[0-9a-f]{64}$/)?.[0],
    restarts: shown?.restartCount ?? 0,
    waiting: shown?.state?.waiting,
    terminated: shown?.state?.terminated,
    lastTermination: shown?.lastState?.terminated,
  };
}

const factors: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Bytes of a Kubernetes quantity such as `4Gi` or `4294967296`. */
export function parseQuantity(quantity: string | undefined): number | undefined {
  const [, number, unit = ""] = quantity?.match(/^(\d+(?:\.\d+)?)([kMGT]i?|Ki)?$/) ?? [];
  const factor = factors[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
