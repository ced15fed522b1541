import type { Settings } from '../api/types';
import { MASK } from '../schema-form/values';
import { t } from '../texts/text';
import type { Field } from './fields';

/** Fields of a mail server. @param prefix  of their names, "settings." @param settings  those that are there; secrets masked */
export function mailServerFields(prefix: string, settings: Settings | undefined, hostHint?: string): Field[] {
  const field = (name: string, rest: Omit<Field, 'name' | 'value'>, standard = ''): Field => ({ name: prefix + name, value: known(settings, name, standard), ...rest });
  return [
    field('from', { label: t('alarms.from'), type: 'email' }),
    field('host', { label: t('alarms.host'), hint: hostHint }),
    field('port', { label: t('alarms.port'), type: 'number' }, '587'),
    field('secure', { label: t('alarms.secure'), hint: t('alarms.secureHint'), type: 'switch' }, 'false'),
    field('user', { label: t('alarms.user'), optional: true }),
    { name: `${prefix}password`, label: t('signIn.password'), ...secretField(settings, 'password'), optional: true },
  ];
}

/** Fields of a Telegram bot. */
export function botFields(prefix: string, settings: Settings | undefined): Field[] {
  return [
    { name: `${prefix}token`, label: t('alarms.token'), hint: t('alarms.tokenHint'), ...secretField(settings, 'token') },
    { name: `${prefix}apiRoot`, label: t('alarms.apiRoot'), type: 'url', value: known(settings, 'apiRoot', 'https://api.telegram.org') },
  ];
}

/** A secret that is there need not be typed again. */
export function secretField(settings: Settings | undefined, name: string): Partial<Field> {
  return { type: 'password', autoComplete: 'new-password', ...(settings?.[name] === MASK && { placeholder: MASK, optional: true, hint: t('form.secretKept') }) };
}

/** What to send of such fields: what is left empty is not sent; a secret that isn't typed stays. */
export function settingsOfFields(prefix: string, fields: readonly Field[], values: Readonly<Record<string, string>>, settings: Settings | undefined): Settings {
  return Object.fromEntries(
    fields.flatMap(({ name: full, type }): [string, unknown][] => {
      const name = full.slice(prefix.length);
      const text = (values[full] ?? '').trim();
      if (type === 'switch') return [[name, text === 'true']];
      if (text === '') return settings?.[name] === MASK ? [[name, MASK]] : [];
      return [[name, type === 'number' ? Number(text) : text]];
    }),
  );
}

function known(settings: Settings | undefined, name: string, standard: string): string {
  const value = settings?.[name];
  return value === undefined ? standard : String(value);
}
