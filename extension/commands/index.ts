import type { Shell } from "../shell.ts";
import { runChecks } from "./check.ts";
import { copyLearnerLink } from "./copy-learner-link.ts";
import { doctor } from "./doctor.ts";
import { showLogs } from "./logs.ts";
import { openCourse } from "./open.ts";
import { rebuild } from "./rebuild.ts";
import { showStatus } from "./status.ts";
import { stopHub, tearDown } from "./stop.ts";

type Command = (argument?: unknown) => Promise<void>;

/** Every command of package.json, and no other. */
export const commands: Readonly<Record<string, (shell: Shell) => Command>> = {
  "nbdev.open": openCourse,
  "nbdev.stop": stopHub,
  "nbdev.tearDown": tearDown,
  "nbdev.rebuild": rebuild,
  "nbdev.check": runChecks,
  "nbdev.showLogs": showLogs,
  "nbdev.showStatus": showStatus,
  "nbdev.copyLearnerLink": copyLearnerLink,
  "nbdev.doctor": doctor,
  "nbdev.chooseCourse": (shell) => async () => {
    await shell.choice.chooseAnew();
  },
};
