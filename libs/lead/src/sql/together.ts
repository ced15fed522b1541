/**
 * Waits for all of them, whatever happens, then throws the first failure in their order. Unlike `Promise.all` it never
 * lets go of a transaction while somebody may still send statements into it: behind a ROLLBACK these would stand alone.
 * In the order of sending, the first failure is the cause; those behind it only tell that the transaction is aborted.
 */
export async function together<T extends readonly unknown[]>(work: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const settled = await Promise.allSettled(work);
  for (const result of settled) if (result.status === 'rejected') throw result.reason;
  return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as { -readonly [K in keyof T]: Awaited<T[K]> };
}
