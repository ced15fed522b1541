import { isDate, isUint8Array } from 'node:util/types';

/**
 * Deep equality of plain data: objects (an undefined property is an absent one), arrays, Date, bigint, bytes.
 * Tells whether a fold changed anything.
 */
export function sameFacts(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isDate(a) || isDate(b)) return isDate(a) && isDate(b) && Object.is(a.getTime(), b.getTime());
  if (isUint8Array(a) || isUint8Array(b)) return isUint8Array(a) && isUint8Array(b) && Buffer.compare(a, b) === 0;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => sameFacts(item, b[index]));
  }
  return sameObjects(a as Record<string, unknown>, b as Record<string, unknown>);
}

function sameObjects(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => sameFacts(own(a, key), own(b, key)));
}

/** Never what the prototype has. */
function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
