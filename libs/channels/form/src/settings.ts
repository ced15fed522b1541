import { FORBIDDEN_KEYS } from '@tributary/contact';
import { z } from 'zod';

/** A text in both languages of the product; the other one stands in where one is missing. */
const localized = z
  .strictObject({ ru: z.string().max(10_000).optional().meta({ title: 'Русский' }), en: z.string().max(10_000).optional().meta({ title: 'English' }) })
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
    name: fieldName.meta({ title: 'Name in the data', titleRu: 'Имя в данных' }),
    type: z.enum(['text', 'name', 'phone', 'email', 'textarea', 'select', 'checkbox', 'hidden', 'file']).meta({ title: 'Kind', titleRu: 'Вид' }),
    label: localized.optional().meta({ title: 'Label', titleRu: 'Подпись' }),
    required: z.boolean().default(false).meta({ title: 'Required', titleRu: 'Обязательно' }),
    maxLength: z.int().min(1).max(65_536).optional().meta({ title: 'At most, characters', titleRu: 'Не длиннее, символов' }),
    options: z.array(z.string().min(1).max(200)).min(1).max(200).optional().meta({ title: 'Choices', titleRu: 'Варианты' }),
  })
  .refine((field) => field.type !== 'select' || field.options, { path: ['options'], message: 'a select needs options' });

const consentSchema = z.strictObject({
  purpose: z.string().regex(/^[a-z][a-z0-9-]{0,49}$/, 'kebab-case').meta({ title: 'Purpose', titleRu: 'Цель', description: '"processing", "marketing", ...' }),
  text: localized.meta({ title: 'Wording', titleRu: 'Текст', description: 'Exactly as visitors see it.', descriptionRu: 'В точности как видят посетители.' }),
  required: z.boolean().default(false).meta({ title: 'Required', titleRu: 'Обязательно' }),
  field: fieldName.optional().meta({ title: 'Name of its box', titleRu: 'Имя галочки', description: 'When it is not the purpose.', descriptionRu: 'Если это не цель.' }),
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
      .meta({ title: 'Fields', titleRu: 'Поля', description: 'What the form asks. Other fields that arrive are kept in the text.', descriptionRu: 'Что спрашивает форма. Другие пришедшие поля сохраняются в тексте.' }),
    consents: z
      .array(consentSchema)
      .max(20)
      .default([])
      .meta({ title: 'Consents', titleRu: 'Согласия', description: 'Wordings the visitor agrees to; kept with every submission, with the time.', descriptionRu: 'Тексты, с которыми соглашается посетитель; хранятся с каждой заявкой, со временем.' }),
    rateLimitPerMinute: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(60)
      .meta({ advanced: true, title: 'Requests a minute', titleRu: 'Заявок в минуту', description: 'For each client address; 0 for no limit.', descriptionRu: 'С одного адреса; 0 — без ограничения.' }),
    honeypot: z
      .union([fieldName, z.literal('')])
      .default('website')
      .meta({ advanced: true, title: 'Trap for robots', titleRu: 'Ловушка для роботов', description: 'Name of a field that people don’t see: whoever fills it is spam. Empty for none.', descriptionRu: 'Имя поля, которого люди не видят: кто его заполнит — спам. Пусто — без ловушки.' }),
    redirectUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta({ advanced: true, title: 'Page after sending', titleRu: 'Страница после отправки', description: 'Where browsers go; without it a page that says thanks.', descriptionRu: 'Куда попадёт посетитель; без неё — страница со словами благодарности.' }),
    allowedOrigins: z
      .array(z.string().transform(toOrigin))
      .max(100)
      .optional()
      .meta({ advanced: true, title: 'Sites', titleRu: 'Сайты', description: 'Origins whose pages may send, such as https://example.ru; none for all.', descriptionRu: 'С каких сайтов можно отправлять, например https://example.ru; пусто — с любых.' }),
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
