/** Telegram answered that it won't, or can't: `ok` is false. */
export class BotApiError extends Error {
  override readonly name = 'BotApiError';

  constructor(
    /** The error code, which is the HTTP status as well. */
    readonly code: number,
    /** In Telegram's words: "Forbidden: bot was blocked by the user". */
    readonly description: string,
    readonly parameters: { readonly retryAfterSeconds?: number; readonly migrateToChatId?: number } = {},
  ) {
    super(`${code} ${description}`);
  }
}

/** No answer of the Bot API: other bytes, or a status without one. */
export class BadAnswerError extends Error {
  override readonly name = 'BadAnswerError';

  constructor(readonly status: number, options?: ErrorOptions) {
    super(`status ${status} without an answer of the Bot API`, options);
  }
}
