import type { InboundContact } from './inbound-contact.js';

const MAX_CHARS = 1_000;

/**
 * What a search looks through: names, subject, first words, addresses, order number; folded as `foldForSearch` does.
 * It repeats the snapshot's words in a form that SQL can compare.
 */
export function searchText({ envelope, identities }: InboundContact): string {
  const { sender, content } = envelope;
  let text = sender ? `${sender.name} ${sender.company}` : '';
  for (const { value } of identities) text += ` ${value}`;
  if (content.case === 'order') text += ` ${content.value.number}`;
  return foldForSearch(`${text} ${envelope.subject} ${envelope.text}`.slice(0, MAX_CHARS));
}

/** Case and ё make no difference to who searches. */
export function foldForSearch(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}
