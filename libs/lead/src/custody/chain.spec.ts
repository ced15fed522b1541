import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chainKeyId, CustodyChain, verifyChain } from './chain.js';

const key = randomBytes(32);

function exported(contacts: number): string[] {
  const chain = new CustodyChain(key);
  const begin = { export: 'tributary custody 1', keyId: chainKeyId(key), from: 'a', to: 'b', createdAt: 'c' };
  const facts = Array.from({ length: contacts }, (_, n) => ({ id: `contact ${n}`, text: 'a "quoted" }\\ word', content: chain.contentHash(Buffer.from(`${n}`)) }));
  return [begin, ...facts, { end: contacts }].map((fact) => chain.line(fact));
}

describe('a custody export', () => {
  it('is whole as it was made, and every line is JSON', async () => {
    const lines = exported(3);
    expect(await verifyChain(lines, key)).toEqual({ whole: true, contacts: 3, from: 'a', to: 'b', createdAt: 'c' });
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('mac');
    expect(await verifyChain(exported(0), key)).toMatchObject({ whole: true, contacts: 0 });
  });

  it('is told from one of another installation', async () => {
    expect(await verifyChain(exported(1), randomBytes(32))).toEqual({ whole: false, line: 1, fault: 'other-key' });
  });

  it('does not hide a changed, added, reordered, cut or left out line', async () => {
    const lines = exported(6);
    const at = fc.nat({ max: lines.length - 1 });
    const mend = fc.oneof(
      fc.tuple(at, fc.nat(), fc.integer({ min: 1, max: 127 })).map(([line, place, bits]) => (all: string[]) => {
        const bytes = Buffer.from(all[line]!);
        bytes[place % bytes.length]! ^= bits;
        return all.with(line, bytes.toString());
      }),
      at.map((line) => (all: string[]) => all.toSpliced(line, 1)),
      at.map((line) => (all: string[]) => all.toSpliced(line, 0, all[line]!)),
      fc.tuple(at, at).filter(([a, b]) => a !== b).map(([a, b]) => (all: string[]) => all.with(a, all[b]!).with(b, all[a]!)),
      at.map((line) => (all: string[]) => all.slice(0, line)),
    );
    await fc.assert(fc.asyncProperty(mend, async (change) => expect(await verifyChain(change(lines), key)).toMatchObject({ whole: false })), { numRuns: 300 });
  });

  it('says where it is broken', async () => {
    const lines = exported(2);
    expect(await verifyChain([], key)).toEqual({ whole: false, line: 0, fault: 'cut-off' });
    expect(await verifyChain(['nonsense'], key)).toEqual({ whole: false, line: 1, fault: 'not-a-line' });
    expect(await verifyChain(lines.with(2, lines[2]!.replace('contact 1', 'contact 7')), key)).toEqual({ whole: false, line: 3, fault: 'changed' });
    expect(await verifyChain([...lines, lines[0]!], key)).toEqual({ whole: false, line: 5, fault: 'after-the-end' });
  });
});
