import { z } from "zod";
import type { UserServer } from "../status.ts";
import type { Pod, Termination } from "./kubernetes.ts";
import {
  courseAnnotation,
  courseLabel,
  notebookAnnotation,
  originsAnnotation,
  usernameAnnotation,
  warningsAnnotation,
} from "./pod-names.ts";
import { isInTrouble } from "./server-trouble.ts";

/** A learner's pod as production's dashboard shows it; `memory` is the kubelet's working set in bytes. */
export function userServerOf(pod: Pod, memory: number | undefined): UserServer {
  const { container } = pod;
  return {
    user: pod.annotations[usernameAnnotation] ?? pod.name,
    course: pod.annotations[courseAnnotation] ?? pod.labels[courseLabel] ?? "",
    notebook: pod.annotations[notebookAnnotation] || undefined,
    image: { reference: container.image, digest: container.digest },
    state: pod.ready ? "ready" : isInTrouble(pod) ? "failed" : "starting",
    startedAt: pod.createdAt,
    memory: { used: memory, limit: pod.memoryLimit },
    restarts: container.restarts,
    lastTermination: describe(container.terminated ?? container.lastTermination),
    origins: textsOf(pod, originsAnnotation),
    warnings: textsOf(pod, warningsAnnotation),
  };
}

function describe(termination: Termination | undefined): string | undefined {
  if (termination === undefined) return undefined;
  return termination.reason === "Error" ? `Error (exit code ${termination.exitCode})` : termination.reason;
}

function textsOf(pod: Pod, annotation: string): string[] {
  return z.array(z.string()).parse(JSON.parse(pod.annotations[annotation] ?? "[]"));
}
