import { entry } from "../entry.ts";

export const engineErrors = {
  DOCKER_UNREACHABLE: entry<{ endpoint: string; reason: string }>({
    when: "no Docker engine answers where the docker command would look for one",
    message: ({ endpoint, reason }) => `No Docker engine answers at ${endpoint}: ${reason}.`,
    hint: () =>
      "Start Docker Desktop (or `sudo systemctl start docker`), or use `nbdev up --runtime process`, which needs none.",
  }),
  DOCKER_FORBIDDEN: entry<{ endpoint: string }>({
    when: "the engine's socket exists, but this user may not open it",
    message: ({ endpoint }) => `You may not use the Docker engine at ${endpoint}.`,
    hint: () => "Join its group and log in again: sudo usermod -aG docker $USER",
  }),
  DOCKER_MISSING: entry<{ what: string }>({
    when: "something asks the docker command, and PATH has none",
    message: ({ what }) => `${what} needs the docker command, and there is none on PATH.`,
    hint: () => "Install Docker Desktop or Docker Engine with its command line, or leave the flag out.",
  }),
  BUILDX_MISSING: entry<{ oldest: string }>({
    when: "the docker command has no buildx, or one that cannot check a Dockerfile yet",
    message: ({ oldest }) => `This docker command has no buildx ${oldest} or later, which checks Dockerfiles.`,
    hint: () => "Install it (Debian, Ubuntu: sudo apt-get install docker-buildx-plugin), or leave out --engine.",
  }),
  BUILDKIT_OUTDATED: entry<{ oldest: string }>({
    when: "the engine's own BuildKit cannot check a Dockerfile yet, and could not download one that can",
    message: ({ oldest }) =>
      `This Docker engine cannot check Dockerfiles by itself; that takes version ${oldest} or later.`,
    hint: () => "Update the engine, let it reach docker.io for a newer Dockerfile frontend, or leave out --engine.",
  }),
  DOCKER_REMOTE: entry<{ endpoint: string; source: string }>({
    when: "the engine in use runs on another machine, where this hub's ports and files would not be",
    message: ({ endpoint, source }) => `The Docker engine ${endpoint} (from ${source}) is not on this machine.`,
    hint: () => "Choose a local engine: docker context use default, and unset DOCKER_HOST.",
  }),
  ENGINE_GONE: entry<{ during: string }>({
    when: "the engine stopped answering in the middle of something",
    message: ({ during }) => `The Docker engine went away during: ${during}.`,
    hint: () => "Start it again and repeat the command; what was finished is kept.",
  }),
  DISK_FULL: entry<{ where: string }>({
    when: "the disk of the engine, the node or this machine is full",
    message: ({ where }) => `No space is left on ${where}.`,
    hint: () => "Free some with: nbdev prune, then docker system df to see what else there is.",
  }),
};
