import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Channel, type ContactDraft, type ContactFacts, PayloadError, type RawRequest, Refusal } from '../channel.js';
import { PROBE_REASON } from '../job.js';
import type { SubmittingAccount } from '../intake/submission.js';

/** A channel of messages whose later versions replace earlier ones; for specs of intake. */
export function toyAccount(id: string): SubmittingAccount {
  return { id, line: 'main', channel: { name: 'toy', fold: toyFold } };
}

function toyFold(stored: ContactFacts, part: ContactFacts): ContactFacts {
  return (part.sequence ?? 0n) > (stored.sequence ?? 0n) ? part : stored;
}

export interface ToyContact {
  readonly id: string;
  readonly text?: string;
  readonly version?: number;
  readonly conversation?: string;
  readonly windowMs?: number;
  readonly lane?: 'live' | 'bulk';
}

export function toyDraft({ id, text = 'hello', version = 1, conversation, windowMs, lane }: ToyContact): ContactDraft {
  const bytes = Buffer.from(JSON.stringify({ id, text, version }));
  return {
    externalId: id,
    conversationId: conversation,
    repeatWindowMs: windowMs,
    lane,
    facts: toyFacts(text, version),
    raw: { mediaType: 'application/json', bytes },
  };
}

export function toyFacts(text: string, version = 1): ContactFacts {
  return {
    occurredAt: new Date('2026-11-22T08:00:00.123Z'),
    sequence: BigInt(version),
    identities: [{ type: 'toy', value: createHash('md5').update(text).digest('hex'), raw: text, verified: true }],
    sender: { name: 'Anna' },
    text,
    attachments: [],
    content: { kind: 'message' },
  };
}

export const toySettings = z.object({
  secret: z.string().min(1).meta({ title: 'Secret', secret: true }),
  greeting: z.string().default('hi'),
  rateLimitPerMinute: z.number().int().min(0).default(0),
  origins: z.array(z.string()).default([]),
});
export type ToySettings = z.infer<typeof toySettings>;

const ToyBody = z.union([
  z.array(z.object({ id: z.string(), text: z.string().optional(), version: z.number().optional(), windowMs: z.number().optional() })),
  z.object({ refuse: z.string() }),
  z.object({ crash: z.string() }),
]);

/** Signed JSON lists of messages; files too. Its parser can be told to fail in every way. */
export const toyChannel: Channel<ToySettings> = {
  name: 'toy',
  title: { en: 'Toy', ru: 'Игрушка' },
  settings: toySettings,
  fold: toyFold,
  webhook: {
    methods: ['GET', 'POST'],
    maxBodyBytes: 200_000,
    multipart: { maxFiles: 2, maxFileBytes: 100_000, maxTotalBytes: 150_000 },
    crossOrigin: true,
    allowedOrigins: ({ settings }) => settings.origins,
    rateLimitPerMinute: ({ settings }) => settings.rateLimitPerMinute,
    verify: ({ headers, body }, { settings }) => {
      if (headers['x-toy-signature'] === 'break') throw new TypeError('verification broke down');
      const sent = Buffer.from(headers['x-toy-signature'] ?? '', 'hex');
      const expected = Buffer.from(toySignature(settings.secret, body), 'hex');
      if (sent.length !== expected.length || !timingSafeEqual(sent, expected)) throw new Refusal(401, 'bad-signature', 'The signature is wrong.');
    },
    parse: (request) => ({ contacts: parseToy(request).map(toyDraft).map(markProbe), answer: (ids) => ({ status: 200, body: { ids } }) }),
  },
  probe: ({ settings }, key) => {
    const body = Buffer.from(JSON.stringify([{ id: `${PROBE}${key}`, text: 'a probe' }]));
    return { method: 'POST', path: '', headers: { 'content-type': 'application/json', 'x-toy-signature': toySignature(settings.secret, body) }, body };
  },
};

const PROBE = 'probe-';

function markProbe(draft: ContactDraft): ContactDraft {
  return draft.externalId.startsWith(PROBE) ? { ...draft, facts: { ...draft.facts, notLeadReason: PROBE_REASON } } : draft;
}

export function toySignature(secret: string, body: Buffer | string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

function parseToy({ body, multipart, method }: RawRequest): ToyContact[] {
  if (method === 'GET') return [];
  if (multipart) return multipart.files.map(({ sha256, name }) => ({ id: sha256, text: [name, ...multipart.fields.map(({ value }) => value)].join(' ') }));
  const parsed = ToyBody.safeParse(parseJson(body));
  if (!parsed.success) throw new PayloadError('no toy payload', { cause: parsed.error });
  if (Array.isArray(parsed.data)) return parsed.data;
  if ('refuse' in parsed.data) throw new Refusal(422, 'toy-refused', 'No.', [{ field: 'refuse', code: 'toy', detail: parsed.data.refuse }]);
  throw new TypeError(parsed.data.crash);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new PayloadError('no JSON', { cause });
  }
}
