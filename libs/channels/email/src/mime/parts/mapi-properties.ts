import { decodeText } from '../charset/decode-text.js';

/** Properties of a MAPI object by their id (MS-OXTNEF §2.1.3.4). */
export interface MapiProperties {
  /** "" when missing */
  text(id: number): string;
  /** empty when missing */
  bytes(id: number): Buffer;
}

const UNICODE = 0x001f;
const STRING8 = 0x001e;
const BINARY = 0x0102;
const OBJECT = 0x000d;
const MULTIPLE = 0x1000;
const MAX_PROPERTIES = 2_000;
const NAMED_FROM = 0x8000;
const NOTHING = Buffer.alloc(0);
/** Sizes of fixed types, padded to four bytes. */
const FIXED_BYTES: Readonly<Record<number, number>> = {
  0x0001: 4, 0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000a: 4, 0x000b: 4, 0x0014: 8, 0x0040: 8, 0x0048: 16,
};

interface Value {
  readonly type: number;
  readonly data: Buffer;
}

export function readMapiProperties(source: Buffer | undefined, charset: string): MapiProperties {
  const values = source ? new PropertyReader(source).read() : new Map<number, Value>();
  return {
    text: (id) => {
      const value = values.get(id);
      return value ? asText(value, charset) : '';
    },
    bytes: (id) => values.get(id)?.data ?? NOTHING,
  };
}

function asText({ type, data }: Value, charset: string): string {
  const text = type === UNICODE ? data.subarray(0, data.length & ~1).toString('utf16le') : decodeText(data, charset).text;
  return text.replace(/\0+$/, '');
}

class PropertyReader {
  private at = 0;

  constructor(private readonly source: Buffer) {}

  /** Up to the first damage: what follows it can't be found. */
  read(): Map<number, Value> {
    const values = new Map<number, Value>();
    const count = Math.min(this.uint32() ?? 0, MAX_PROPERTIES);
    for (let index = 0; index < count; index++) {
      const property = this.property();
      if (!property) break;
      if (!values.has(property.id)) values.set(property.id, property.value);
    }
    return values;
  }

  private property(): { id: number; value: Value } | undefined {
    const tag = this.uint32();
    if (tag === undefined) return undefined;
    const type = tag & 0xffff;
    const id = tag >>> 16;
    if (id >= NAMED_FROM && !this.skipName()) return undefined;
    const single = type & ~MULTIPLE;
    const counted = (type & MULTIPLE) !== 0 || single === STRING8 || single === UNICODE || single === BINARY || single === OBJECT;
    const count = counted ? this.uint32() : 1;
    if (count === undefined || count > MAX_PROPERTIES) return undefined;
    let first: Buffer = NOTHING;
    for (let index = 0; index < count; index++) {
      const data = this.data(single);
      if (!data) return undefined;
      if (index === 0) first = data;
    }
    // An object's bytes begin with the id of its interface.
    return { id, value: { type: single, data: single === OBJECT ? first.subarray(16) : first } };
  }

  private data(type: number): Buffer | undefined {
    const fixed = FIXED_BYTES[type];
    if (fixed !== undefined) return this.take(fixed);
    const length = type === STRING8 || type === UNICODE || type === BINARY || type === OBJECT ? this.uint32() : undefined;
    if (length === undefined) return undefined;
    const data = this.take(length);
    this.at += (4 - (length % 4)) % 4;
    return data;
  }

  /** A named property has a set's id and a number or a name before its value. */
  private skipName(): boolean {
    if (!this.take(16)) return false;
    const kind = this.uint32();
    if (kind === 0) return this.take(4) !== undefined;
    const length = this.uint32();
    return length !== undefined && this.take(length + ((4 - (length % 4)) % 4)) !== undefined;
  }

  private uint32(): number | undefined {
    return this.take(4)?.readUInt32LE(0);
  }

  private take(length: number): Buffer | undefined {
    if (this.at + length > this.source.length) return undefined;
    const data = this.source.subarray(this.at, this.at + length);
    this.at += length;
    return data;
  }
}
