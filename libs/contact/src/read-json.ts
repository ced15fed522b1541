import { jsonErrorAt } from './json-error-at.js';

/** Text that is no JSON. */
export class MalformedJsonError extends Error {
  override readonly name = 'MalformedJsonError';
  constructor(
    /** Character where it stops being JSON, from 0; the length of the text when it ends too soon. */
    readonly position: number,
    options?: ErrorOptions,
  ) {
    super(`no valid JSON at position ${position}`, options);
  }
}

/**
 * Parses JSON of any depth. Keys such as `__proto__` come out as own properties: whoever walks the value has to refuse
 * them (see `FORBIDDEN_KEYS`), and has to bound the depth of the walk.
 * @throws MalformedJsonError
 */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MalformedJsonError(jsonErrorAt(text), { cause: error });
  }
}

/** Keys that reach an object's prototype when code copies them without care. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
