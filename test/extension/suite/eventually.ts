import { setTimeout as pause } from "node:timers/promises";

/** The first answer that is neither undefined nor false; fails with the last one after `milliseconds`. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | false | PromiseLike<T | undefined | false>,
  milliseconds = 30_000,
): Promise<T> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`${what}: not within ${milliseconds / 1000} s`);
    await pause(50);
  }
}
