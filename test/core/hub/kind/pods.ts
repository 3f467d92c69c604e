import type { ContainerState, Pod } from "../../../../core/hub/kind/kubernetes.ts";

/** A learner's pod that runs well; a test changes what it is about. */
export function pod(changes: Partial<Omit<Pod, "container">> & { container?: Partial<ContainerState> } = {}): Pod {
  const container: ContainerState = {
    name: "notebook",
    image: "registry.example/ol-course-notebooks:hello",
    digest: `sha256:${"1".repeat(64)}`,
    restarts: 0,
    waiting: undefined,
    terminated: undefined,
    lastTermination: undefined,
    ...changes.container,
  };
  return {
    name: "jupyter-someone",
    labels: { "dev.nbdev.course": "hello" },
    annotations: { "hub.jupyter.org/username": "someone", "dev.nbdev.warnings": '["careful"]' },
    phase: "Running",
    createdAt: "2026-11-23T12:00:00Z",
    deleted: false,
    ready: true,
    unschedulable: undefined,
    memoryLimit: 4 * 2 ** 30,
    ...changes,
    container,
  };
}
