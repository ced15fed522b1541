import type { Schema, Settings } from '../api/types';

/** What the server shows in the place of a secret; sent back it means "as it was". */
export const MASK = '••••••';

type Values = Record<string, unknown>;

/** What a form begins with: the account's settings, else what the schema says. */
export function initialValues(schema: Schema, settings: Settings | undefined): Values {
  const entries = Object.entries(schema.properties ?? {}).map(([name, property]) => [name, settings ? settings[name] : property.default] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/**
 * What to send. What is left empty is not sent, or is null where there was something: null takes it away. A masked secret stays.
 * @param before  the settings that are there; undefined for a new account
 */
export function settingsToSend(schema: Schema, values: Settings, before: Settings | undefined): Values {
  const sent: Values = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const was = before?.[name];
    const value = property.properties && !Array.isArray(values[name]) ? objectToSend(property, values[name], was) : values[name];
    if (value === null || !isLeftOut(value)) sent[name] = value;
    else if (was !== undefined && was !== null) sent[name] = null;
  }
  return sent;
}

function objectToSend(schema: Schema, value: unknown, was: unknown): Values | undefined {
  const given = settingsToSend(schema, asObject(value), was === undefined ? undefined : asObject(was));
  const differing = Object.entries(given).filter(([name, each]) => each !== null && each !== schema.properties?.[name]?.default);
  return differing.length > 0 ? given : undefined;
}

export function asObject(value: unknown): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {};
}

function isLeftOut(value: unknown): boolean {
  return value === undefined || value === '';
}

/** A choice among texts as the schema's type has it. */
export function fromChoice(schema: Schema, text: string): unknown {
  if (text === '') return undefined;
  if (schema.type === 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
