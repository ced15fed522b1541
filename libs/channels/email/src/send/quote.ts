import type { ContactFacts } from '@tributary/channel';
import { truncate } from '@tributary/contact';

/** More of a letter helps nobody who wrote it. */
const MAX_QUOTED_CHARS = 10_000;
const QUOTE_STYLE = 'margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex';

export type Language = 'ru' | 'en';

/** Both bodies of an answer. */
export interface Bodies {
  readonly text: string;
  readonly html: string;
}

/** The language that somebody writes in. */
export function languageOf(...texts: readonly string[]): Language {
  return texts.some((text) => /[а-яё]/iu.test(text)) ? 'ru' : 'en';
}

/** An answer, above what it answers. */
export function bodiesOf(reply: string, quoted: string | undefined, attribution: string): Bodies {
  const words = reply.replace(/\r\n?/g, '\n').trimEnd();
  if (!quoted) return { text: `${words}\n`, html: page([`<div>${linesOf(words)}</div>`]) };
  const history = shortened(quoted.replace(/\r\n?/g, '\n').trim());
  // "> >" and not ">>": a line that is quoted already is one of its own quote.
  const marked = history.split('\n').map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');
  const blocks = [`<div>${linesOf(words)}</div>`, '<br>', `<div>${linesOf(attribution)}</div>`, `<blockquote type="cite" style="${QUOTE_STYLE}">${linesOf(history)}</blockquote>`];
  return { text: `${words}\n\n${attribution}\n${marked}\n`, html: page(blocks) };
}

/** As mail programs put it; the hour is of UTC and says so, for nobody knows where the reader is. */
export function attributionOf({ occurredAt, sender }: Pick<ContactFacts, 'occurredAt' | 'sender'>, address: string, language: Language): string {
  const [locale, writes] = language === 'ru' ? (['ru-RU', 'пишет:'] as const) : (['en-GB', 'wrote:'] as const);
  const at = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(occurredAt);
  const name = sender.name.replace(/[\p{Cc}<>\s]+/gu, ' ').trim();
  const who = name === '' || name === address ? address : `${name} <${address}>`;
  return language === 'ru' ? `${at} UTC, ${who} ${writes}` : `On ${at} UTC, ${who} ${writes}`;
}

function shortened(text: string): string {
  const kept = truncate(text, MAX_QUOTED_CHARS);
  return kept === text ? text : `${kept}…`;
}

function page(blocks: readonly string[]): string {
  return ['<!DOCTYPE html>', '<html><head><meta charset="utf-8"></head><body>', ...blocks, '</body></html>', ''].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function linesOf(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '').replaceAll('\n', '<br>\n');
}
