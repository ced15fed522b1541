import { describe, expect, it } from '@jest/globals';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { sameFacts } from '@tributary/contact';
import { EnvelopeSchema } from '@tributary/proto';
import type { BlobStore } from '@tributary/storage';
import type { ContactFacts, Content } from '../channel.js';
import { type EnvelopeFrame, firstEnvelope, nextEnvelope } from './build-envelope.js';
import { MAX_ENVELOPE_BYTES } from './cut-to-size.js';
import { decodeEnvelope, encodeEnvelope, sha256Of } from './encode-envelope.js';
import { factsOf } from './proto-to-facts.js';

const frame: EnvelopeFrame = {
  id: '0190aaaa-0000-8000-8000-000000000001',
  accountId: '0190aaaa-0000-7000-8000-000000000002',
  channel: 'toy',
  line: 'main',
  conversationId: 'chat',
  externalId: 'x1',
  receivedAt: new Date('2026-11-22T09:00:00.000Z'),
  way: 'live',
  notify: false,
};
const part = { sha256: 'ab'.repeat(32), sizeBytes: 12, mediaType: 'text/plain' };

const full: ContactFacts = {
  occurredAt: new Date('2026-11-22T08:59:59.999Z'),
  sequence: 18_446_744_073_709_551_615n,
  identities: [{ type: 'phone', value: '+79161234567', raw: '8 (916) 123-45-67 доб. 5', verified: true, extension: '5' }],
  sender: { name: 'Анна', company: 'ООО «Ромашка»' },
  conversation: { kind: 'group', title: 'Клиенты' },
  text: 'Привет 👩🏽‍🚀',
  subject: 'Вопрос',
  locale: 'ru',
  attachments: [{ name: 'счёт.pdf', mediaType: 'application/pdf', sizeBytes: 2 ** 40, sha256: 'cd'.repeat(32), inline: true }],
  attribution: { utm: { source: 'ya', __proto__x: '1' }, clickIds: { yclid: '1' }, clientIds: { _ga: '2' }, pageUrl: 'https://a.example/', referrer: 'https://b.example/' },
  automatic: { kind: 'bounce', reason: 'DSN', hard: true },
  notLeadReason: 'spam',
  content: {
    kind: 'message',
    html: '<p>Привет</p>',
    replyTo: 'a@b.example',
    pieces: [{ id: '1', version: 1n, text: 'Привет', files: [], editedAt: new Date('2026-11-22T08:59:59.000Z') }, { id: '2', version: 1n, text: '', files: [] }],
  },
};
const bare: ContactFacts = { occurredAt: new Date(0), identities: [], sender: { name: '' }, text: '', attachments: [], content: { kind: 'message' } };

const contents: Content[] = [
  { kind: 'message' },
  {
    kind: 'form',
    fields: [{ name: 'q', label: 'Вопрос', value: 'a\nb' }],
    consents: [{ purpose: 'processing', given: true, text: 'Согласен', at: new Date('2026-11-22T08:59:00.001Z') }],
    clientAddress: '203.0.113.7',
    userAgent: 'test',
  },
  { kind: 'call', direction: 'in', status: 'missed', durationSeconds: 0 },
  { kind: 'order', number: '17', status: 'new', total: { amount: '1234.50', currency: 'RUB' } },
  { kind: 'order', number: '18', status: 'new' },
  { kind: 'client', externalCode: '000042', inn: '7707083893' },
];

class MemoryBlobs implements Pick<BlobStore, 'read'> {
  readonly kept = new Map<string, Buffer>();
  put(bytes: Uint8Array) {
    const sha256 = sha256Of(bytes).toString('hex');
    this.kept.set(sha256, Buffer.from(bytes));
    return Promise.resolve({ sha256, sizeBytes: bytes.length });
  }
  read(sha256: string) {
    return Promise.resolve(this.kept.get(sha256) ?? Buffer.alloc(0));
  }
}
const blobStore = (blobs: MemoryBlobs) => blobs as unknown as BlobStore;

describe('an envelope', () => {
  it.each([['full', full], ['bare', bare], ...contents.map((content) => [JSON.stringify(content), { ...full, content }] as const)] as const)(
    'gives the same facts back: %s',
    (_, facts) => {
      const envelope = firstEnvelope(frame, facts, part);
      const back = factsOf(fromBinary(EnvelopeSchema, toBinary(EnvelopeSchema, envelope)));
      expect(back).toEqual(facts);
      expect(sameFacts(back, facts)).toBe(true);
    },
  );

  it('is what the schema would make of it: the literals leave nothing out', () => {
    for (const facts of [full, bare, ...contents.map((content) => ({ ...full, content }))]) {
      const envelope = firstEnvelope(frame, facts, part);
      const { $typeName: _, ...init } = envelope;
      expect(Object.keys(envelope).sort()).toEqual(expect.arrayContaining(Object.keys(create(EnvelopeSchema)).sort()));
      expect(toBinary(EnvelopeSchema, create(EnvelopeSchema, init))).toEqual(toBinary(EnvelopeSchema, envelope));
    }
  });

  it('keeps what a newer writer put there', () => {
    const newer = Buffer.concat([
      toBinary(EnvelopeSchema, firstEnvelope(frame, full, part)),
      // Field 1000, a string "new", that this schema doesn't know.
      Buffer.from([0xc2, 0x3e, 3, 0x6e, 0x65, 0x77]),
    ]);
    const next = nextEnvelope(fromBinary(EnvelopeSchema, newer), { ...full, text: 'more' }, part, 'live');
    const bytes = Buffer.from(toBinary(EnvelopeSchema, next));
    expect(bytes.includes(Buffer.from([0xc2, 0x3e, 3, 0x6e, 0x65, 0x77]))).toBe(true);
    expect(next).toMatchObject({ revision: 2, id: frame.id, text: 'more', receivedAt: firstEnvelope(frame, full, part).receivedAt });
  });

  it.each([
    ['text', { ...full, text: 'я'.repeat(300_000) }],
    ['emoji', { ...full, text: '👩🏽‍🚀'.repeat(50_000) }],
    ['a field', { ...full, content: { ...contents[1], fields: [{ name: 'q', label: 'q', value: 'x'.repeat(1_000_000) }] } as Content }],
    ['thousands of fields', { ...full, content: { ...contents[1], fields: Array.from({ length: 20_000 }, (_, n) => ({ name: `f${n}`, label: 'x'.repeat(50), value: 'y'.repeat(50) })) } as Content }],
    ['thousands of identities', { ...full, identities: Array.from({ length: 20_000 }, (_, n) => ({ type: 'phone', value: `+${n}`, raw: 'r'.repeat(30), verified: false })) }],
    ['a map', { ...full, attribution: { utm: Object.fromEntries(Array.from({ length: 9000 }, (_, n) => [`k${n}`, 'v'.repeat(100)])) } }],
  ])('too large by its %s is cut for the log and stands whole in a blob', async (_, facts: ContactFacts) => {
    const blobs = new MemoryBlobs();
    const bytes = await encodeEnvelope(firstEnvelope(frame, facts, part), blobStore(blobs));
    expect(bytes.length).toBeLessThan(MAX_ENVELOPE_BYTES);
    const cut = fromBinary(EnvelopeSchema, bytes);
    expect(cut).toMatchObject({ id: frame.id, revision: 1, externalId: 'x1', full: { sha256: [...blobs.kept.keys()][0] } });
    expect(cut.text).not.toMatch(/\p{Surrogate}|\uFFFD/u);
    expect(factsOf(await decodeEnvelope(bytes, blobStore(blobs)))).toEqual(facts);
  });
});
