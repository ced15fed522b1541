import type { MappedField } from './map-fields.js';

/** One piece of the text: a message stands by itself, any other field behind its label. */
export function textBlocks(field: { readonly label: string; readonly value: string }): readonly [message: string, labelled: string] {
  return [field.value, `${field.label}: ${field.value}`];
}

/**
 * What a person reads first: the messages, then every field that has no place of its own, as `label: value`.
 * @param placed  fields whose value stands elsewhere: sender, identities, consents, attribution
 */
export function formText(fields: readonly MappedField[], placed: ReadonlySet<MappedField>): string {
  const shown = fields.filter((field) => field.value !== '' && !placed.has(field));
  const messages = shown.filter((field) => field.role === 'text').map((field) => textBlocks(field)[0]);
  const others = shown.filter((field) => field.role !== 'text').map((field) => textBlocks(field)[1]);
  return [...messages, ...others].join('\n');
}
