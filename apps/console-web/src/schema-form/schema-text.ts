import type { Schema, SchemaOption } from '../api/types';
import { lang, t, word } from '../texts/text';

/** "rateLimitPerMinute" where a schema gives no title. */
function spelledOut(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function titleOf(name: string, { title, titleRu }: Schema): string {
  return (lang === 'ru' ? (titleRu ?? title) : title) ?? spelledOut(name);
}

export function descriptionOf({ description, descriptionRu }: Schema): string | undefined {
  return lang === 'ru' ? (descriptionRu ?? description) : description;
}

/** The choices of a setting, or undefined when anything may be written. */
export function choicesOf(schema: Schema): { value: string; label: string }[] | undefined {
  if (schema.options) return schema.options.map((option) => ({ value: option.value, label: optionTitle(option) }));
  return schema.enum?.map((value) => ({ value, label: word('fieldType', value) }));
}

function optionTitle({ title, titleRu }: SchemaOption): string {
  return lang === 'ru' ? (titleRu ?? title) : title;
}

/** What the provider of an address wants for a password, as the settings describe their providers. */
export function providerHint(schema: Schema, values: Readonly<Record<string, unknown>>): { text: string; helpUrl?: string | undefined } | undefined {
  const providers = Object.values(schema.properties ?? {}).flatMap(({ options = [] }) => options.filter(({ domains }) => domains));
  const address = [values['user'], values['address']].find((value) => typeof value === 'string' && value.includes('@'));
  const domain = String(address ?? '').trim().toLowerCase().split('@')[1];
  const provider = providers.find(({ domains }) => domain && domains?.includes(domain));
  const text = lang === 'ru' ? (provider?.hintRu ?? provider?.hint) : provider?.hint;
  return text ? { text, helpUrl: provider?.helpUrl } : undefined;
}

/** The choice of nothing. */
export function noChoice(): { value: string; label: string } {
  return { value: '', label: t('form.unset') };
}
