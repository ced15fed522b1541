import { cleanText } from '@tributary/contact';
import { z } from 'zod';
import type { FieldCode } from './messages.js';

/** What a refinement found, as the code of a field error. */
const fault = (code: FieldCode, value?: string) => ({ params: { code, value } });

/** Text without control characters (but tabs and line ends), cleaned. Limits are in UTF-16 units. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !/[^\P{Cc}\t\n\r]/u.test(value), fault('control-characters'))
    .transform((value) => cleanText(value).text);

const line = (max: number) => text(max).transform((value) => value.replace(/\s+/gu, ' ').trim());
const id = line(255).refine((value) => value !== '', fault('required'));
const labels = z.record(z.string().regex(/^[A-Za-z\d_.-]{1,50}$/), line(500)).refine((map) => Object.keys(map).length <= 30, fault('too-many'));
const webUrl = z.url({ protocol: /^https?$/ }).max(2_000);

const EARLIEST = new Date('1970-01-01T00:00:00Z');
/** Later ones can't be written with four digits of a year, which all readers of the log rely on. */
const LATEST = new Date('9999-12-31T23:59:59.999Z');
const LARGEST_SEQUENCE = 2n ** 63n - 1n;

const occurredAt = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value))
  .refine((date) => date >= EARLIEST, fault('too-early'))
  .refine((date) => date <= LATEST, fault('too-late'));

/** 64-bit integers are strings; small ones may be numbers. */
const sequence = z
  .union([z.int().min(0), z.string().regex(/^\d{1,19}$/)])
  .transform((value) => BigInt(value))
  .refine((value) => value <= LARGEST_SEQUENCE, fault('too-big', String(LARGEST_SEQUENCE)));

const money = z.strictObject({ amount: z.string().regex(/^-?\d{1,15}(\.\d{1,4})?$/), currency: z.string().regex(/^[A-Z]{3}$/) });

/** Body of `POST /api/v1/contacts`: a whole snapshot of one contact. */
export const bodySchema = z
  .strictObject({
    accountId: z.string().max(100).optional(),
    externalId: id.optional().describe('The id of this contact in the program that posts; the same id again is the same contact'),
    conversationId: id.optional().describe('Contacts of one thread stay in order'),
    sequence: sequence.optional().describe('Version within the contact: an older one changes nothing'),
    occurredAt: occurredAt.optional().describe('With a zone; the time of receipt by default'),
    kind: z.enum(['message', 'call', 'form', 'order', 'client']).default('message'),
    name: line(500).optional(),
    company: line(500).optional(),
    phone: line(250).optional(),
    email: line(1_000).optional(),
    identities: z
      .array(z.strictObject({ type: z.string().regex(/^[a-z][a-z\d_]{0,49}$/), value: id, verified: z.boolean().default(false) }))
      .max(50)
      .optional(),
    subject: line(1_000).optional(),
    text: text(200_000).optional(),
    locale: z.string().regex(/^[a-z]{2,3}(-[A-Za-z\d]{2,8})*$/).optional(),
    attribution: z
      .strictObject({
        utm: labels.optional(),
        clickIds: labels.optional(),
        clientIds: labels.optional(),
        pageUrl: webUrl.optional(),
        referrer: webUrl.optional(),
      })
      .optional(),
    call: z
      .strictObject({ direction: z.enum(['in', 'out']).default('in'), status: line(50), durationSeconds: z.int().min(0).max(1_000_000).default(0) })
      .optional(),
    form: z.strictObject({ fields: z.array(z.strictObject({ name: line(200), label: line(500).optional(), value: text(65_536) })).max(200) }).optional(),
    order: z.strictObject({ number: line(100), status: line(100).default(''), total: money.optional() }).optional(),
    client: z.strictObject({ externalCode: line(200), inn: z.string().regex(/^\d{10}(\d{2})?$/).optional() }).optional(),
  })
  .superRefine((body, context) => {
    for (const kind of ['call', 'form', 'order', 'client'] as const) {
      if (body.kind === kind && !body[kind]) context.addIssue({ code: 'custom', path: [kind], ...fault('required') });
      if (body.kind !== kind && body[kind]) context.addIssue({ code: 'custom', path: [kind], ...fault('other-kind') });
    }
    const filled = [body.name, body.company, body.phone, body.email, body.subject, body.text].some((value) => value?.trim());
    if (!filled && !body.identities?.length && body.kind === 'message') context.addIssue({ code: 'custom', path: [], ...fault('empty') });
  });

export type Body = z.output<typeof bodySchema>;
