/**
 * The message of a refusal that lies in the data (SQLSTATE classes 22, data exception, and 23, integrity violation).
 * Everything else (serialization, deadlock, connection, resources) passes with time and says nothing about the row.
 */
export function dataErrorOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^2[23]...$/.test(code) ? `${code} ${error.message}` : undefined;
}
