import type { Command } from "../../command/index.ts";
import type { Course } from "../../course/course.ts";
import { ImageReference } from "../../image/index.ts";
import { kindNetwork, registryName } from "./cluster-names.ts";

interface Planned {
  readonly course: Course;
  readonly platform: string;
  readonly registryImage: string;
  readonly cluster: Command;
  readonly release: Command;
  readonly kubeconfig: string;
}

/** What `up` amounts to as lines of docker, kind, helm and kubectl; a port that is chosen at run time stands as `<port>`. */
export function plannedCommands({ course, platform, registryImage, cluster, release, kubeconfig }: Planned): Command[] {
  const reference = ImageReference.parse(course.imageRepository).withTag(course.name);
  const mirror = String(reference.mirroredAt("127.0.0.1:5000")).replace("127.0.0.1:5000", "127.0.0.1:<port>");
  const docker = (...args: string[]): Command => ({ program: "docker", args });
  return [
    docker("build", "--platform", platform, "--tag", String(reference), course.directory),
    docker("run", "--detach", "--name", registryName, "--publish", "127.0.0.1:<port>:5000", registryImage),
    cluster,
    docker("network", "connect", kindNetwork, registryName),
    docker("tag", String(reference), mirror),
    docker("push", mirror),
    release,
    {
      program: "kubectl",
      args: ["--kubeconfig", kubeconfig, "--namespace", "jupyter", "rollout", "status", "deployment/hub"],
    },
  ];
}
