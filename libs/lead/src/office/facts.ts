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
  #country: { code: string | undefined } | undefined;

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
    const { subject, text } = this.#envelope;
    return subject ? `${subject}\n${text}` : text;
  }

  get language(): string | undefined {
    return languageOf(this.text, this.#envelope.locale);
  }

  get phone(): string | undefined {
    return this.#envelope.identities.find(({ type }) => type === 'phone')?.value;
  }

  get country(): string | undefined {
    this.#country ??= { code: this.phone === undefined ? undefined : parsePhoneNumber(this.phone)?.country };
    return this.#country.code;
  }

  get region(): string | undefined {
    return regionOf(this.phone);
  }

  get sum(): number | undefined {
    const { content } = this.#envelope;
    if (content.case === 'order') return content.value.total && numberOf(content.value.total.amount);
    const field = content.case === 'form' ? content.value.fields.find(({ name, label }) => SUM.test(name) || SUM.test(label)) : undefined;
    return field && numberOf(field.value);
  }

  get currency(): string | undefined {
    const { content } = this.#envelope;
    return content.case === 'order' ? content.value.total?.currency || undefined : undefined;
  }

  get categories(): readonly string[] {
    const { content } = this.#envelope;
    if (content.case !== 'form') return [];
    return content.value.fields.filter(({ name, label, value }) => value !== '' && (CATEGORY.test(name) || CATEGORY.test(label))).map(({ value }) => value);
  }

  get source(): Readonly<Record<string, string>> {
    const { attribution } = this.#envelope;
    if (!attribution) return {};
    const utm = Object.fromEntries(Object.entries(attribution.utm).map(([key, value]) => [`utm_${key}`, value]));
    return { ...utm, page: attribution.pageUrl, referrer: attribution.referrer, campaign: attribution.utm['campaign'] ?? '' };
  }

  get isOpen(): boolean {
    return this.#line.hours === undefined || isOpen(this.#line.hours, this.at);
  }
}

/** "1 234,50 ₽" as well as "1234.50". */
function numberOf(text: string): number | undefined {
  const digits = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.').match(/\d+(\.\d+)?/);
  return digits ? Number(digits[0]) : undefined;
}
