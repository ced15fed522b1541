/**
 * Waits for something in another process, which sends us no event: asks again and again.
 * @template T
 * @param {string} what  said when time runs out
 * @param {() => Promise<T | undefined | false | null> | T | undefined | false | null} ask  truthy ends the wait; what it throws counts as "not yet"
 * @param {{ timeoutMs?: number, everyMs?: number }} [options]
 * @returns {Promise<T>}
 * @throws {Error}  not within the time; its cause is what `ask` threw last
 */
export async function until(what, ask, { timeoutMs = 30_000, everyMs = 50 } = {}) {
  const deadline = Date.now() + timeoutMs;
  let cause;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`, { cause });
    await pause(everyMs);
  }
}

/** @param {number} ms @returns {Promise<void>} */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
