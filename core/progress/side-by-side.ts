import type { TaskContext } from "./task.ts";

type Results<Work extends Record<string, (task: TaskContext) => Promise<unknown>>> = {
  [Name in keyof Work]: Awaited<ReturnType<Work[Name]>>;
};

/**
 * Runs independent work at the same time and returns the results by name. The first failure cancels the others, and
 * is thrown only after all of them have ended: nothing is left running behind an error.
 */
export async function sideBySide<Work extends Record<string, (task: TaskContext) => Promise<unknown>>>(
  task: TaskContext,
  work: Work,
): Promise<Results<Work>> {
  const others = new AbortController();
  const shared: TaskContext = {
    ...task,
    progress: task.progress,
    signal: AbortSignal.any([task.signal, others.signal]),
  };
  let failure: { error: unknown } | undefined;
  const entries = await Promise.all(
    Object.entries(work).map(async ([name, run]) => {
      try {
        return [name, await run(shared)] as const;
      } catch (error) {
        failure ??= { error };
        others.abort(error);
        return [name, undefined] as const;
      }
    }),
  );
  if (failure !== undefined) throw failure.error;
  return Object.fromEntries(entries) as Results<Work>;
}
