import { setTimeout as delay } from "node:timers/promises";
import type { TaskContext } from "../../progress/index.ts";
import type { Kubernetes, Pod } from "./kubernetes.ts";
import { usernameAnnotation, userPodSelector } from "./pod-names.ts";
import { type Evidence, isInTrouble, troubleOf } from "./server-trouble.ts";

/** How long a pod may look troubled before it counts: the scheduler's first word is often taken back. */
const unschedulableMilliseconds = 3_000;

/**
 * Watches the pod of a user who is about to spawn and rejects with its trouble's cause, within seconds of Kubernetes
 * knowing it. The pod's log and events are read at once, because KubeSpawner deletes both with a failed pod.
 */
export async function watchServer(
  kubernetes: Kubernetes,
  user: string,
  undelivered: (pod: Pod) => Promise<Evidence["undelivered"]>,
  task: TaskContext,
): Promise<never> {
  for await (const pod of kubernetes.watchPods(userPodSelector, task)) {
    if (pod.annotations[usernameAnnotation] !== user || !isInTrouble(pod)) continue;
    if (pod.unschedulable !== undefined && !(await staysUnschedulable(kubernetes, pod, task))) continue;
    const evidence = {
      warnings: await kubernetes.warnings(pod.name, task),
      log: await lastLines(kubernetes, pod, task),
      undelivered: await undelivered(pod),
    };
    throw troubleOf(pod, evidence);
  }
  throw task.signal.reason;
}

async function staysUnschedulable(kubernetes: Kubernetes, pod: Pod, task: TaskContext): Promise<boolean> {
  await delay(unschedulableMilliseconds, undefined, { signal: task.signal });
  const pods = await kubernetes.listPods(userPodSelector, task);
  return pods.some(({ name, unschedulable }) => name === pod.name && unschedulable !== undefined);
}

async function lastLines(kubernetes: Kubernetes, pod: Pod, task: TaskContext): Promise<string[]> {
  const { terminated, restarts } = pod.container;
  if (terminated === undefined && restarts === 0) return [];
  const lines: string[] = [];
  for await (const line of kubernetes.log(
    pod,
    { follow: false, lines: 20, previous: terminated === undefined },
    task,
  )) {
    lines.push(line);
  }
  return lines;
}
