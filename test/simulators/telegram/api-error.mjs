/** An answer with `ok: false`. */
export class ApiError extends Error {
  /** @param {number} code @param {string} description @param {object} [parameters] */
  constructor(code, description, parameters) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

/** @param {number} seconds */
export function tooMany(seconds) {
  return new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}
