import type { Envelope } from '@tributary/proto';

/** Texts that call the customer by name: `{name}` stands for it. */

const PLACEHOLDER = /\{[\p{L}\p{N}_-]+\}/gu;
export const NAME = '{name}';
/** It begins a sentence: what follows it begins that sentence then. */
const BEGINNING = /(^|[.!?…][^\S\n]+)\{name\}[,!.]?[^\S\n]*(\p{L}?)/gmu;
const WITHIN = /,?[^\S\n]*\{name\}/gu;

const PATRONYMIC = /(?:вич|вна|ична|оглы|кызы)$/iu;
const COMPANY = /^(?:ООО|ОАО|ЗАО|ПАО|АО|ИП|LLC|Ltd|Inc)$/iu;
const WORD = /^\p{L}[\p{L}\p{M}'’-]+$/u;

/** What stands in braces and means nothing, as it is written. Pure. */
export function unknownPlaceholders(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([placeholder]) => placeholder).filter((placeholder) => placeholder !== NAME);
}

/** For one customer. Without a name it reads as if none had been thought of: "Hello, {name}!" is "Hello!", "{name}, hello!" too. Pure. @param firstName  empty: not known */
export function addressed(text: string, firstName: string): string {
  if (firstName !== '') return text.replaceAll(NAME, () => firstName);
  return text.replace(BEGINNING, (_, before: string, letter: string) => before + letter.toUpperCase()).replace(WITHIN, '');
}

/**
 * How to call the customer of a conversation: as they call themselves there, else as we know them; what we know may be a name of documents. Pure.
 * @param envelope  of the contact that is answered: a robot, or what we wrote ourselves, calls nobody
 * @param personName  of the person, as far as it is known
 * @returns empty when nothing is known that one is called by
 */
export function calledIn({ sender, automatic }: Pick<Envelope, 'sender' | 'automatic'>, personName: string | null | undefined): string {
  return (automatic === undefined && firstNameOf(sender?.name ?? '')) || firstNameOf(personName ?? '');
}

/** How one is called, of a whole name as people give it; empty where it is no person's (a company, a number, a nickname of signs). Pure. */
export function firstNameOf(name: string): string {
  const words = name.trim().split(/\s+/);
  // Surname, first name, patronymic: the order of documents.
  const first = words.length === 3 && PATRONYMIC.test(words[2]!) ? words[1]! : words[0]!;
  return COMPANY.test(first) || !WORD.test(first) ? '' : first;
}
