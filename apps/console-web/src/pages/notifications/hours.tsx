import type { NoticeKind, Recipient } from '../../api/types';
import { FieldsForm } from '../../parts/fields';
import { toast } from '../../parts/messages';
import { lang, t } from '../../texts/text';
import { useSave } from './save';

const KINDS: readonly NoticeKind[] = ['opened', 'joined', 'transferred', 'assigned', 'escalated', 'offered', 'reminded', 'taken', 'closed'];
const DAYS = [1, 2, 3, 4, 5, 6, 7];
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const weekday = new Intl.DateTimeFormat(lang, { weekday: 'short', timeZone: 'UTC' });

/** Of what a manager is told, in which language and at which hours. */
export function Hours({ recipient }: { readonly recipient: Recipient }) {
  const { locale, timeZone, quietHours, digestAfter, kinds } = recipient;
  const save = useSave(recipient);
  const zones = [...new Set([timeZone, ...Intl.supportedValuesOf('timeZone')])].sort();
  return (
    <FieldsForm
      fields={[
        { name: 'kinds', label: t('notifications.kinds'), type: 'choices', value: kinds.join(), options: KINDS.map((value) => ({ value, label: t(`noticeKind.${value}`) })) },
        { name: 'locale', label: t('nav.language'), type: 'select', value: locale, options: [{ value: 'ru', label: 'Русский' }, { value: 'en', label: 'English' }] },
        { name: 'timeZone', label: t('notifications.timeZone'), type: 'select', value: timeZone, options: zones.map((value) => ({ value, label: value })) },
        { name: 'quiet', label: t('notifications.quiet'), hint: t('notifications.quietHint'), type: 'switch', value: String(quietHours !== undefined) },
        { name: 'quietHours.from', label: t('notifications.from'), type: 'time', value: quietHours?.from ?? '22:00' },
        { name: 'quietHours.to', label: t('notifications.to'), type: 'time', value: quietHours?.to ?? '08:00' },
        { name: 'quietHours.days', label: t('notifications.days'), type: 'choices', value: (quietHours?.days ?? DAYS).join(), options: DAYS.map((day) => ({ value: String(day), label: weekday.format(MONDAY + (day - 1) * 86_400_000) })) },
        { name: 'digestAfter', label: t('notifications.digestAfter'), hint: t('notifications.digestHint'), type: 'number', value: String(digestAfter) },
      ]}
      submit={t('action.save')}
      onSubmit={async (values) => {
        await save({ kinds: list(values['kinds']), locale: values['locale'], timeZone: values['timeZone'], digestAfter: Number(values['digestAfter']), quietHours: quietOf(values) });
        toast(t('notifications.saved'));
      }}
    />
  );
}

function quietOf(values: Readonly<Record<string, string>>): object | undefined {
  if (values['quiet'] !== 'true') return undefined;
  const days = list(values['quietHours.days']).map(Number);
  return { from: values['quietHours.from'], to: values['quietHours.to'], ...(days.length < DAYS.length && { days }) };
}

function list(text: string | undefined): string[] {
  return text ? text.split(',') : [];
}
