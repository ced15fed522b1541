import type { Envelope } from '@tributary/proto';
import { isOpen, type Line, type RoutingFacts } from '@tributary/routing';
import parsePhoneNumber from 'libphonenumber-js/max';
import type { InboundContact } from '../batch/inbound-contact.js';
import { languageOf } from './language.js';
import { regionOf } from './region.js';

/** Names of form fields that say what it is about, and for how much. */
const CATEGORY = /^(category|categories|product|service|subject|topic|тема|категория|услуга|товар|продукт)$/i;
const SUM = /^(sum|amount|total|budget|price|сумма|бюджет|стоимость)$/i;

/** Of whom a contact is, as far as rules ask. */
export interface Whose {
  readonly isKnown: boolean;
  readonly isVip: boolean;
  readonly company: string | undefined;
}

/** What rules can ask of a contact; each answer is found when it is asked for first. */
export class ContactFacts implements RoutingFacts {
  readonly channel: string;
  readonly accountId: string;
  readonly line: string;
  readonly kind: string;
  readonly isKnown: boolean;
  readonly isVip: boolean;
  readonly company: string | undefined;
  readonly at: Date;
  readonly timeZone: string;
  readonly #envelope: Envelope;
  readonly #line: Line;
  #text: string | undefined;
  /** Null: looked for, and there is none. */
  #language: string | null | undefined;
  #phone: string | null | undefined;
  #country: string | null | undefined;
  #sum: number | null | undefined;
  #categories: readonly string[] | undefined;
  #source: Readonly<Record<string, string>> | undefined;

  constructor({ envelope, receivedAt }: Pick<InboundContact, 'envelope' | 'receivedAt'>, line: Line, whose: Whose, at: Date = receivedAt) {
    this.#envelope = envelope;
    this.#line = line;
    this.channel = envelope.channel;
    this.accountId = envelope.accountId;
    this.line = line.id;
    this.kind = envelope.content.case ?? '';
    this.isKnown = whose.isKnown;
    this.isVip = whose.isVip;
    this.company = whose.company;
    this.at = at;
    this.timeZone = line.timeZone;
  }

  get text(): string {
    return (this.#text ??= textOf(this.#envelope));
  }

  get language(): string | undefined {
    if (this.#language === undefined) this.#language = languageOf(this.text, this.#envelope.locale) ?? null;
    return this.#language ?? undefined;
  }

  get phone(): string | undefined {
    if (this.#phone === undefined) this.#phone = this.#envelope.identities.find(({ type }) => type === 'phone')?.value ?? null;
    return this.#phone ?? undefined;
  }

  get country(): string | undefined {
    if (this.#country === undefined) this.#country = (this.phone === undefined ? undefined : parsePhoneNumber(this.phone)?.country) ?? null;
    return this.#country ?? undefined;
  }

  get region(): string | undefined {
    return regionOf(this.phone);
  }

  get sum(): number | undefined {
    if (this.#sum === undefined) this.#sum = sumOf(this.#envelope) ?? null;
    return this.#sum ?? undefined;
  }

  get currency(): string | undefined {
    const { content } = this.#envelope;
    return content.case === 'order' ? content.value.total?.currency || undefined : undefined;
  }

  get categories(): readonly string[] {
    return (this.#categories ??= categoriesOf(this.#envelope));
  }

  get source(): Readonly<Record<string, string>> {
    return (this.#source ??= sourceOf(this.#envelope));
  }

  get isOpen(): boolean {
    return this.#line.hours === undefined || isOpen(this.#line.hours, this.at);
  }
}

function textOf({ subject, text }: Envelope): string {
  return subject ? `${subject}\n${text}` : text;
}

function sumOf({ content }: Envelope): number | undefined {
  if (content.case === 'order') return content.value.total && numberOf(content.value.total.amount);
  const field = content.case === 'form' ? content.value.fields.find(({ name, label }) => SUM.test(name) || SUM.test(label)) : undefined;
  return field && numberOf(field.value);
}

function categoriesOf({ content }: Envelope): string[] {
  if (content.case !== 'form') return [];
  return content.value.fields.filter(({ name, label, value }) => value !== '' && (CATEGORY.test(name) || CATEGORY.test(label))).map(({ value }) => value);
}

function sourceOf({ attribution }: Envelope): Record<string, string> {
  if (!attribution) return {};
  const { utm, pageUrl, referrer } = attribution;
  const source: Record<string, string> = { page: pageUrl, referrer, campaign: utm['campaign'] ?? '' };
  for (const key in utm) source[`utm_${key}`] = utm[key] ?? '';
  return source;
}

/** "1 234,50 ₽", "1234.50", "1,234.50" and "100,000": a comma or full stop before one or two last digits is the decimal one. */
function numberOf(text: string): number | undefined {
  const [digits] = text.replace(/[\s\u00a0\u202f'’]/g, '').match(/\d[\d.,]*/) ?? [];
  if (digits === undefined) return undefined;
  const [, whole = '', fraction = '0'] = /^([\d.,]*?)(?:[.,](\d{1,2}))?[.,]*$/.exec(digits)!;
  return Number(`${whole.replace(/[.,]/g, '')}.${fraction}`);
}
