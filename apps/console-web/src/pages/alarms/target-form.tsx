import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { patch, post } from '../../api/client';
import type { AlarmTarget } from '../../api/types';
import { type Field, FieldsForm } from '../../parts/fields';
import { toast } from '../../parts/messages';
import { botFields, mailServerFields, secretField, settingsOfFields } from '../../parts/sender-fields';
import { lang, t } from '../../texts/text';

const PREFIX = 'settings.';

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
    const settings = settingsOfFields(PREFIX, own, values, target?.settings);
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
  const settings = target?.settings;
  const value = (name: string) => String(settings?.[name] ?? '');
  if (kind === 'telegram') return [{ name: 'settings.chatId', label: t('alarms.chatId'), hint: t('alarms.chatIdHint'), value: value('chatId') }, ...botFields(PREFIX, settings)];
  if (kind === 'mail') return [{ name: 'settings.to', label: t('alarms.to'), type: 'email', value: value('to') }, ...mailServerFields(PREFIX, settings, t('alarms.hostHint'))];
  return [
    { name: 'settings.url', label: t('alarms.url'), type: 'url', value: value('url') },
    { name: 'settings.secret', label: t('alarms.secret'), hint: t('alarms.secretHint'), ...secretField(settings, 'secret') },
  ];
}
