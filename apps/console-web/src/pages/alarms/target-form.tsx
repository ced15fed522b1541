import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { patch, post } from '../../api/client';
import type { AlarmTarget } from '../../api/types';
import { type Field, FieldsForm } from '../../parts/fields';
import { toast } from '../../parts/messages';
import { lang, t } from '../../texts/text';
import { MASK } from '../../schema-form/values';

const NUMBERS = new Set(['port']);
const SWITCHES = new Set(['secure']);

interface Props {
  readonly kind: AlarmTarget['kind'];
  /** Undefined for a new one. */
  readonly target?: AlarmTarget;
  readonly onClose: () => void;
}

export function TargetForm({ kind, target, onClose }: Props) {
  const queries = useQueryClient();
  const own = settingsOf(kind, target);
  const send = async ({ name, locale, ...values }: Readonly<Record<string, string>>) => {
    const settings = Object.fromEntries(own.map((field) => field.name.slice('settings.'.length)).flatMap((each) => entry(each, values[`settings.${each}`] ?? '', target)));
    if (target) await patch(`/api/v1/alarm-targets/${target.id}`, { name, locale, settings });
    else await post('/api/v1/alarm-targets', { kind, name, locale, settings });
    toast(t('alarms.saved'));
    await queries.invalidateQueries();
    onClose();
  };
  return (
    <FieldsForm
      fields={[
        { name: 'name', label: t('alarms.name'), hint: t('alarms.nameHint'), value: target?.name, maxLength: 100, autoFocus: true },
        { name: 'locale', label: t('nav.language'), type: 'select', value: target?.locale ?? lang, options: [{ value: 'ru', label: 'Русский' }, { value: 'en', label: 'English' }] },
        ...own,
      ]}
      submit={t(target ? 'action.save' : 'action.add')}
      onSubmit={send}
      more={
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      }
    />
  );
}

function settingsOf(kind: AlarmTarget['kind'], target: AlarmTarget | undefined): Field[] {
  const value = (name: string, standard = '') => {
    const known = target?.settings[name];
    return known === undefined || known === MASK ? standard : String(known);
  };
  const secret = (name: string): Partial<Field> => ({ type: 'password', autoComplete: 'new-password', ...(target?.settings[name] === MASK && { placeholder: MASK, optional: true, hint: t('form.secretKept') }) });
  if (kind === 'telegram') {
    return [
      { name: 'settings.token', label: t('alarms.token'), hint: t('alarms.tokenHint'), ...secret('token') },
      { name: 'settings.chatId', label: t('alarms.chatId'), hint: t('alarms.chatIdHint'), value: value('chatId') },
      { name: 'settings.apiRoot', label: t('alarms.apiRoot'), type: 'url', value: value('apiRoot', 'https://api.telegram.org') },
    ];
  }
  if (kind === 'webhook') {
    return [
      { name: 'settings.url', label: t('alarms.url'), type: 'url', value: value('url') },
      { name: 'settings.secret', label: t('alarms.secret'), hint: t('alarms.secretHint'), ...secret('secret') },
    ];
  }
  return [
    { name: 'settings.to', label: t('alarms.to'), type: 'email', value: value('to') },
    { name: 'settings.from', label: t('alarms.from'), type: 'email', value: value('from') },
    { name: 'settings.host', label: t('alarms.host'), hint: t('alarms.hostHint'), value: value('host') },
    { name: 'settings.port', label: t('alarms.port'), type: 'number', value: value('port', '587') },
    { name: 'settings.secure', label: t('alarms.secure'), hint: t('alarms.secureHint'), type: 'switch', value: value('secure', 'false') },
    { name: 'settings.user', label: t('alarms.user'), optional: true, value: value('user') },
    { name: 'settings.password', label: t('signIn.password'), ...secret('password'), optional: true },
  ];
}

/** What is left empty is not sent; a secret that isn't typed stays. */
function entry(name: string, text: string, target: AlarmTarget | undefined): [string, unknown][] {
  if (SWITCHES.has(name)) return [[name, text === 'true']];
  if (text.trim() === '') return target?.settings[name] === MASK ? [[name, MASK]] : [];
  return [[name, NUMBERS.has(name) ? Number(text) : text.trim()]];
}
