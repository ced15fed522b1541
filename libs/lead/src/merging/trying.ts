/** Deadlock and serialization failure: they pass when it is done again. */
const PASSING = new Set(['40P01', '40001']);
const TRIES = 5;

/** Does again what lost against a batch at the same moment. @param work  a transaction of its own each time */
export async function trying<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === TRIES || !PASSING.has(String((error as { code?: unknown }).code))) throw error;
    }
  }
}
