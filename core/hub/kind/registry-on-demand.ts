import type { ImageReference, Push, Registry } from "../../image/index.ts";
import type { StepReport, TaskContext } from "../../progress/index.ts";
import type { HubRequest } from "../runtime.ts";

interface Outside {
  readonly registry: Registry;
  defaults(task: TaskContext): Promise<{ registryImage: string }>;
}

/**
 * The local registry, started once until the next stop by whoever needs it first: the hub's images and the course's are
 * delivered side by side. A failed start is tried again.
 */
export class RegistryOnDemand {
  readonly #outside: Outside;
  #ready: Promise<void> | undefined;

  constructor(outside: Outside) {
    this.#outside = outside;
  }

  ensure(request: HubRequest, task: TaskContext): Promise<void> {
    const ready = this.#ready ?? this.#start(request, task);
    this.#ready = ready;
    ready.catch(() => {
      this.#ready = undefined;
    });
    return ready;
  }

  async push(image: ImageReference, request: HubRequest, report: StepReport, task: TaskContext): Promise<Push> {
    await this.ensure(request, task);
    return this.#outside.registry.push(image, (now, all) => report.progress(now, all, "bytes"), task);
  }

  async stop(task: TaskContext): Promise<void> {
    await this.#outside.registry.stop(task);
    this.#ready = undefined;
  }

  async remove(task: TaskContext): Promise<void> {
    await this.#outside.registry.remove(task);
    this.#ready = undefined;
  }

  async #start(request: HubRequest, task: TaskContext): Promise<void> {
    const { registry, defaults } = this.#outside;
    await registry.ensure(request.registryImage ?? (await defaults(task)).registryImage, task);
  }
}
