/** VK answered that it won't, or can't. */
export class VkError extends Error {
  override readonly name = 'VkError';

  constructor(
    /** As VK numbers them: 5 a refused token, 6 too many requests, 901 no permission to write. */
    readonly code: number,
    /** In VK's words. */
    readonly description: string,
    /** "messages.send". */
    readonly method: string,
  ) {
    super(`${code} ${description} (${method})`);
  }
}

/** No answer of VK's API: other bytes, or a status without one. */
export class BadAnswerError extends Error {
  override readonly name = 'BadAnswerError';

  constructor(
    readonly status: number,
    /** As the server asked, ms. */
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super(`status ${status} without an answer of VK`, options);
  }
}
