/** What of an error may stand in the log. */
export interface ErrorFacts {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorFacts;
}

const MAX_CAUSES = 5;
/** SQLSTATE class 22 repeats the value that it dislikes, in quotes. */
const DATA_EXCEPTION = /^22...$/;

/**
 * Name, message, code and place, nothing else: database errors carry whole rows in `detail` and `where`, and those are
 * people's data.
 */
export function describeError(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { code } = error as { code?: unknown };
  const quiet = typeof code === 'string' && DATA_EXCEPTION.test(code);
  const message = quiet ? error.message.replaceAll(/"[^"]*"/g, '"…"') : error.message;
  return {
    type: error.name,
    message,
    ...(typeof code === 'string' && { code }),
    ...(error.stack !== undefined && { stack: quiet ? error.stack.replace(error.message, message) : error.stack }),
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: describeError(error.cause, depth + 1) }),
  };
}
