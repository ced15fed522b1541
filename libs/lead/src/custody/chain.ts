import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * A custody export is text, one JSON object a line: a beginning, a contact each, an end with their number. Each line ends
 * with a `mac` over itself and the line before, under a key of the installation: nobody without the key can change, add,
 * reorder or leave out a line unseen. A contact stands there with ids, times and a keyed hash of its content, so that a
 * person can be erased from the hub and every file that was handed out stays valid.
 */
const LINE = /^(?<fact>\{.*),"mac":"(?<mac>[0-9a-f]{64})"\}$/;

/** The purpose under which the key is derived from the installation's secret key. */
export const CHAIN_PURPOSE = 'custody export';

/** Names a key without telling it. */
export function chainKeyId(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

export class CustodyChain {
  #last = '';

  constructor(private readonly key: Buffer) {}

  /** @param fact  at least one member @returns its line, without a line break */
  line(fact: object): string {
    const text = JSON.stringify(fact);
    this.#last = macOf(this.key, this.#last, text);
    return `${text.slice(0, -1)},"mac":"${this.#last}"}`;
  }

  /** Of what a contact says; equal bytes, equal hash, and no way back without the key. */
  contentHash(bytes: Uint8Array): string {
    return createHmac('sha256', this.key).update('content\0').update(bytes).digest('hex');
  }
}

/** What an export holds, or where it stops being whole. */
export type Verdict =
  | { readonly whole: true; readonly contacts: number; readonly from: string; readonly to: string; readonly createdAt: string }
  | { readonly whole: false; readonly line: number; readonly fault: 'other-key' | 'not-a-line' | 'changed' | 'count' | 'cut-off' | 'after-the-end' };

/** Checks an export line by line. */
export async function verifyChain(lines: AsyncIterable<string> | Iterable<string>, key: Buffer): Promise<Verdict> {
  const found = { line: 0, contacts: 0, last: '', ended: false, begin: undefined as Record<string, unknown> | undefined };
  const broken = (fault: Extract<Verdict, { whole: false }>['fault']): Verdict => ({ whole: false, line: found.line, fault });
  for await (const text of lines) {
    found.line += 1;
    if (found.ended) return broken('after-the-end');
    const { fact: head, mac } = LINE.exec(text)?.groups ?? {};
    const fact = head && readJson(`${head}}`);
    if (!head || !mac || !fact) return broken('not-a-line');
    if (!found.begin && fact['keyId'] !== chainKeyId(key)) return broken('other-key');
    const expected = macOf(key, found.last, `${head}}`);
    if (!timingSafeEqual(Buffer.from(expected), Buffer.from(mac))) return broken('changed');
    found.last = mac;
    if (!found.begin) found.begin = fact;
    else if (fact['end'] === undefined) found.contacts += 1;
    else if (fact['end'] === found.contacts) found.ended = true;
    else return broken('count');
  }
  const { begin, ended, contacts } = found;
  if (!begin || !ended) return broken('cut-off');
  return { whole: true, contacts, from: String(begin['from']), to: String(begin['to']), createdAt: String(begin['createdAt']) };
}

function macOf(key: Buffer, before: string, fact: string): string {
  return createHmac('sha256', key).update(before).update('\n').update(fact).digest('hex');
}

function readJson(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
