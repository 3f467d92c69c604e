import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { UpResult } from "../../core/index.ts";
import { BrowserSession } from "../support/browser-session.ts";
import { isolatedEnvironment, runCli } from "../support/cli.ts";
import { type Figure, seconds } from "./figure.ts";

const production = "610119931565.dkr.ecr.us-east-1.amazonaws.com/ol-course-notebooks:hello";
const root = process.cwd();

/** `up` against the same by hand in sequence, in one run on one machine; needs the test bed's environment. */
export async function benchKind(): Promise<Figure[]> {
  const env = isolatedEnvironment();
  const course = join(mkdtempSync(join(tmpdir(), "nbdev-bench-")), "hello");
  cpSync(join(root, "images/hello"), course, { recursive: true });
  const up = async () => {
    const result = await runCli(["up", course, "--runtime", "kind", "--no-open", "--json"], { env });
    return result.json<UpResult>();
  };
  const down = () => runCli(["down", course, "--all", "--runtime", "kind"], { env });

  await down();
  const byHand = await seconds(() => stepsByHand(course));
  sh("kind", "delete", "cluster", "--name", "bench", "--kubeconfig", "/dev/null");
  sh("docker", "rm", "--force", "--volumes", "bench-registry");
  const first = await seconds(up);
  const again = await seconds(up);
  const file = join(course, "hello.ipynb");
  writeFileSync(file, readFileSync(file, "utf8").replace("A learner", "One learner"));
  const changed = await seconds(up);
  const { launchUrl } = await up();
  await new BrowserSession().visit(launchUrl); // claims the waiting server, so that the next visit starts one
  const visit = await seconds(() => new BrowserSession().visit(launchUrl));
  const own = podSeconds(env.NBDEV_STATE_DIR ?? "");
  await down();
  return [
    { what: "by hand in sequence", value: byHand },
    { what: "up from nothing", value: first, target: "≤ 1.25 × by hand", ratio: first / byHand },
    { what: "second up, nothing changed", value: again, target: "≤ 3 s" },
    { what: "up after one notebook changed", value: changed, target: "≤ 10 s" },
    { what: "the newest pod's own time, scheduled to answering", value: own },
    {
      what: "link to notebook page, image on the node",
      value: visit,
      target: "≤ 1.3 × the pod's own",
      ratio: visit / own,
    },
  ];
}

function sh(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

/** What a person would type, one after the other: build, cluster, push, helm, first learner. */
async function stepsByHand(course: string): Promise<void> {
  const {
    NBDEV_NODE_IMAGE: node = "",
    NBDEV_REGISTRY_IMAGE: registry = "",
    NBDEV_CHART: chart = "",
    NBDEV_VALUES: values = "",
  } = process.env;
  const config = join(mkdtempSync(join(tmpdir(), "nbdev-bench-")), "kubeconfig");
  sh("docker", "builder", "prune", "--all", "--force");
  sh("docker", "build", "--tag", production, course);
  sh(
    "kind",
    "create",
    "cluster",
    "--name",
    "bench",
    "--config",
    join(root, "kind-config.yaml"),
    "--image",
    node,
    "--kubeconfig",
    config,
  );
  sh(
    "docker",
    "run",
    "--detach",
    "--name",
    "bench-registry",
    "--network",
    "kind",
    "--publish",
    "127.0.0.1:5999:5000",
    registry,
  );
  for (const image of ["quay.io/jupyterhub/k8s-hub:4.4.0", production]) {
    const [host = "", path = ""] = [image.slice(0, image.indexOf("/")), image.slice(image.indexOf("/") + 1)];
    sh("docker", "tag", image, `127.0.0.1:5999/${host}/${path}`);
    sh("docker", "push", `127.0.0.1:5999/${host}/${path}`);
    const toml = `[host."http://bench-registry:5000/v2/${host}"]\ncapabilities = ["pull", "resolve"]\noverride_path = true\n`;
    const folder = `/etc/containerd/certs.d/${host}`;
    sh(
      "docker",
      "exec",
      "bench-control-plane",
      "sh",
      "-c",
      `mkdir -p ${folder} && printf '%s' '${toml}' > ${folder}/hosts.toml`,
    );
    sh("docker", "rmi", `127.0.0.1:5999/${host}/${path}`);
  }
  const folder = join(root, "hub-values");
  const scripts = ["query_string_spawner", "kube_spawner", "launch_guard", "nbdev_config"];
  const files = scripts.flatMap((key) => ["--set-file", `hub.extraFiles.${key}.stringData=${folder}/${key}.py`]);
  const set = [
    "--set",
    "custom.nbdev.launchToken=bench,custom.nbdev.courses={hello},hub.services.nbdev.apiToken=0123456789abcdef",
  ];
  const layers = [join(folder, "base.yaml"), join(folder, "kind.yaml"), values].flatMap((file) => ["-f", file]);
  const where = ["--namespace", "jupyter", "--create-namespace", "--kubeconfig", config, "--wait"];
  sh("helm", "install", "jupyterhub", chart, ...where, ...layers, ...files, ...set);
  await new BrowserSession().visit("http://127.0.0.1:30000/hub/tmplogin?course=hello&notebook=hello.ipynb&token=bench");
}

/** From the pod's creation to the line with which its server says that it answers. */
function podSeconds(stateDirectory: string): number {
  const kubectl = (...args: string[]) =>
    sh("kubectl", "--kubeconfig", join(stateDirectory, "kubeconfig"), "-n", "jupyter", ...args);
  const newest =
    kubectl("get", "pods", "-l", "component=singleuser-server", "--sort-by=.metadata.creationTimestamp", "-o", "name")
      .trim()
      .split("\n")
      .at(-1) ?? "";
  const created = kubectl("get", newest, "-o", "jsonpath={.metadata.creationTimestamp}");
  const answering =
    kubectl("logs", "--timestamps", newest)
      .split("\n")
      .find((line) => /is running at|GET .*\/api/.test(line)) ?? "";
  return (Date.parse(answering.slice(0, 30)) - Date.parse(created)) / 1000;
}
