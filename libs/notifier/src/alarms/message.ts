import type { Locale } from '@tributary/platform';
import { type Message, oneLine } from '../send/message.js';
import { alarmText } from './texts.js';

export type MessageKind = 'opened' | 'repeated' | 'resolved';

/** What an alarm is about. */
export interface AlarmFacts {
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly channel: string;
  readonly fact: string;
  readonly code: string;
  readonly detailEn: string;
  readonly detailRu: string;
  readonly field: string;
  readonly since: Date;
  readonly resolvedAt: Date | null;
}

const KNOWN = ['credentials-refused', 'settings-incomplete', 'not-run', 'not-answering', 'too-quiet', 'too-much', 'not-understood'] as const;

export function alarmMessage(id: string, kind: MessageKind, alarm: AlarmFacts, locale: Locale): Message {
  const name = `${oneLine(alarm.accountName) || alarm.accountId} (${alarm.channel})`;
  const code = KNOWN.find((known) => known === alarm.code);
  const cause = code ? alarmText(locale, `cause.${code}`) : alarmText(locale, 'cause.other', { code: alarm.code });
  const said = locale === 'ru' ? alarm.detailRu : alarm.detailEn;
  const since = alarmText(locale, 'since', { since: minuteOf(alarm.since) });
  const over = alarm.resolvedAt ? alarmText(locale, 'resolvedAt', { at: minuteOf(alarm.resolvedAt) }) : '';
  return {
    id,
    subject: alarmText(locale, `subject.${kind}`, { name }),
    text: [name, cause, said, since, kind === 'resolved' ? over : ''].filter(Boolean).join('\n'),
    type: `alarm.${kind}`,
    data: {
      alarmId: alarm.id, accountId: alarm.accountId, accountName: alarm.accountName, channel: alarm.channel, fact: alarm.fact, code: alarm.code,
      detail: said, ...(alarm.field && { field: alarm.field }), since: alarm.since, resolvedAt: alarm.resolvedAt,
    },
  };
}

export function testMessage(id: string, locale: Locale): Message {
  return { id, subject: alarmText(locale, 'subject.test'), text: alarmText(locale, 'test'), type: 'alarm.test', data: {} };
}

function minuteOf(time: Date): string {
  return time.toISOString().slice(0, 16).replace('T', ' ');
}
