/**
 * PostgreSQL's binary form of one-dimensional arrays. node-postgres writes arrays as text, bytes as hex with escapes:
 * twice the size, and escaped, parsed and decoded on both sides. A Buffer goes as it is, in binary, whatever the type.
 * @see https://www.postgresql.org/docs/current/arrays.html and array_recv in arrayfuncs.c
 */
const OIDS = { bytea: 17, int4: 23, text: 25, timestamptz: 1184, uuid: 2950 } as const;

const HEADER_BYTES = 20;
/** PostgreSQL counts from 2000-01-01. */
const EPOCH_OFFSET_MS = 946_684_800_000;

export function byteaArray(items: readonly (Uint8Array | null)[]): Buffer {
  let size = HEADER_BYTES;
  for (const item of items) size += 4 + (item?.length ?? 0);
  const array = begin(OIDS.bytea, items.length, size, items.includes(null));
  let at = HEADER_BYTES;
  for (const item of items) {
    at = array.writeInt32BE(item ? item.length : -1, at);
    if (!item) continue;
    array.set(item, at);
    at += item.length;
  }
  return array;
}

export function textArray(items: readonly string[]): Buffer {
  const lengths = items.map((item) => Buffer.byteLength(item));
  const array = begin(OIDS.text, items.length, lengths.reduce((sum, length) => sum + 4 + length, HEADER_BYTES));
  let at = HEADER_BYTES;
  for (const [n, item] of items.entries()) {
    at = array.writeInt32BE(lengths[n] ?? 0, at);
    at += array.write(item, at);
  }
  return array;
}

export function uuidArray(items: readonly string[]): Buffer {
  const array = begin(OIDS.uuid, items.length, HEADER_BYTES + items.length * 20);
  let at = HEADER_BYTES;
  for (const item of items) {
    at = array.writeInt32BE(16, at);
    at += array.write(item.replaceAll('-', ''), at, 'hex');
  }
  return array;
}

export function int4Array(items: readonly number[]): Buffer {
  const array = begin(OIDS.int4, items.length, HEADER_BYTES + items.length * 8);
  let at = HEADER_BYTES;
  for (const item of items) {
    at = array.writeInt32BE(4, at);
    at = array.writeInt32BE(item, at);
  }
  return array;
}

export function timestamptzArray(items: readonly Date[]): Buffer {
  const array = begin(OIDS.timestamptz, items.length, HEADER_BYTES + items.length * 12);
  let at = HEADER_BYTES;
  for (const item of items) {
    at = array.writeInt32BE(8, at);
    at = array.writeBigInt64BE(BigInt(item.getTime() - EPOCH_OFFSET_MS) * 1000n, at);
  }
  return array;
}

function begin(oid: number, count: number, size: number, hasNulls = false): Buffer {
  const array = Buffer.allocUnsafe(size);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(hasNulls ? 1 : 0, 4);
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16);
  return array;
}
