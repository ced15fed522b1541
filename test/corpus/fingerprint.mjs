import { createHash } from 'node:crypto';
import { normalise } from './normalise.mjs';

/**
 * Tells whether two readings are the same without keeping a text that is somebody else's.
 * @typedef {{ sha256: string, length: number, lines: number }} Fingerprint  length in UTF-16 units
 */

/** @param {string} text @returns {Fingerprint | null}  of the normalised text; null when nothing is left of it */
export function fingerprint(text) {
  const normalised = normalise(text);
  if (normalised === '') return null;
  return {
    sha256: createHash('sha256').update(normalised).digest('hex'),
    length: normalised.length,
    lines: normalised.split('\n').length,
  };
}
