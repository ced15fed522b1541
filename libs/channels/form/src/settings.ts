import { FORBIDDEN_KEYS } from '@tributary/contact';
import { z } from 'zod';

/** A text in both languages of the product; the other one stands in where one is missing. */
const localized = z
  .strictObject({ ru: z.string().max(10_000).optional(), en: z.string().max(10_000).optional() })
  .refine((text) => text.ru || text.en, 'at least one language is needed');

/** Keys of a JSON body that hold something else than a field. */
const RESERVED_NAMES: ReadonlySet<string> = new Set(['fields', 'consents', 'meta', 'antispam', 'idempotencyKey']);

const fieldName = z
  .string()
  .regex(/^[\p{L}\p{N}_.:-][\p{L}\p{N}_.: -]{0,99}$/u, 'letters, digits, "_", ".", ":", "-", at most 100')
  .refine((name) => !FORBIDDEN_KEYS.has(name), 'a reserved word')
  .refine((name) => !RESERVED_NAMES.has(name), 'this name means a part of the body');

const fieldSchema = z
  .strictObject({
    name: fieldName,
    type: z.enum(['text', 'name', 'phone', 'email', 'textarea', 'select', 'checkbox', 'hidden', 'file']),
    label: localized.optional(),
    required: z.boolean().default(false),
    maxLength: z.int().min(1).max(65_536).optional().describe('Characters'),
    options: z.array(z.string().min(1).max(200)).min(1).max(200).optional(),
  })
  .refine((field) => field.type !== 'select' || field.options, { path: ['options'], message: 'a select needs options' });

const consentSchema = z.strictObject({
  purpose: z.string().regex(/^[a-z][a-z0-9-]{0,49}$/, 'kebab-case').describe('"processing", "marketing", ...'),
  text: localized.describe('The exact wording that visitors see'),
  required: z.boolean().default(false),
  field: fieldName.optional().describe('Name of the checkbox that carries it, when it is not the purpose'),
});

const DEFAULT_FIELDS = [
  { name: 'name', type: 'name', label: { ru: 'Имя', en: 'Name' } },
  { name: 'phone', type: 'phone', label: { ru: 'Телефон', en: 'Phone' } },
  { name: 'email', type: 'email', label: { ru: 'Эл. почта', en: 'Email' } },
  { name: 'message', type: 'textarea', label: { ru: 'Сообщение', en: 'Message' } },
].map((field) => fieldSchema.parse(field));

/** Settings of a form; `{}` is a form of name, phone, email and message. */
export const settingsSchema = z
  .strictObject({
    fields: z
      .array(fieldSchema)
      .min(1)
      .max(100)
      .default(DEFAULT_FIELDS)
      .meta({ title: 'Fields', description: 'What the form asks. Other fields that arrive are kept in the text.' }),
    consents: z
      .array(consentSchema)
      .max(20)
      .default([])
      .meta({ title: 'Consents', description: 'Wordings the visitor agrees to; kept with every submission, with the time.' }),
    rateLimitPerMinute: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(60)
      .meta({ title: 'Requests a minute', description: 'For each client address; 0 for no limit.' }),
    honeypot: z
      .union([fieldName, z.literal('')])
      .default('website')
      .meta({ title: 'Trap for robots', description: 'Name of a field that people don’t see: whoever fills it is spam. Empty for none.' }),
    redirectUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta({ title: 'Page after sending', description: 'Where browsers go; without it a page that says thanks.' }),
    allowedOrigins: z
      .array(z.string().transform(toOrigin))
      .max(100)
      .optional()
      .meta({ title: 'Sites', description: 'Origins whose pages may send, such as https://example.ru; none for all.' }),
  })
  .superRefine((settings, context) => {
    const names = [...settings.fields.map((field) => field.name), ...settings.consents.flatMap((consent) => consent.field ?? [])];
    for (const name of names.filter((each, index) => names.indexOf(each) !== index)) {
      context.addIssue({ code: 'custom', path: ['fields'], message: `the name "${name}" stands twice` });
    }
    if (names.includes(settings.honeypot)) context.addIssue({ code: 'custom', path: ['honeypot'], message: 'a field of the form has this name' });
  });

function toOrigin(text: string, context: z.RefinementCtx): string {
  const origin = URL.canParse(text) ? new URL(text).origin : 'null';
  if (origin === 'null') context.addIssue({ code: 'custom', message: 'not an origin such as https://example.ru' });
  return origin;
}

export type FormSettings = z.output<typeof settingsSchema>;
export type FieldDefinition = FormSettings['fields'][number];
export type ConsentDefinition = FormSettings['consents'][number];

/** The text in a language, else in the other one. */
export function textIn(locale: 'ru' | 'en', text: { readonly ru?: string; readonly en?: string }): string {
  return (locale === 'ru' ? (text.ru ?? text.en) : (text.en ?? text.ru)) ?? '';
}
