/** What the shell that called nbdev learns from it. */
export const exitCode = {
  done: 0,
  findings: 1,
  couldNotRun: 2,
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
