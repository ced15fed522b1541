import type { LineAnswers } from '../../api/types';
import type { Field } from '../../parts/fields';
import { t } from '../../texts/text';

const USUAL_MINUTES = 15;
const MOST = 2_000;

export function answerFields(answers: LineAnswers | undefined): Field[] {
  const text = (name: string, label: string, hint: string, value: string | undefined): Field => ({ name, label, hint, type: 'textarea', optional: true, maxLength: MOST, value });
  return [
    text('greeting', t('lineAnswers.greeting'), t('lineAnswers.greetingHint'), answers?.greeting?.text),
    text('closedAnswer', t('lineAnswers.outOfHours'), t('lineAnswers.outOfHoursHint'), answers?.outOfHours?.text),
    text('onIt', t('lineAnswers.onIt'), t('lineAnswers.onItHint'), answers?.onIt?.text),
    { name: 'onItMinutes', label: t('lineAnswers.onItMinutes'), hint: t('lineAnswers.onItMinutesHint'), type: 'number', optional: true, value: String(answers?.onIt?.afterMinutes ?? USUAL_MINUTES) },
  ];
}

/** As the API takes them; an empty one is none. */
export function answersOf({ greeting = '', closedAnswer = '', onIt = '', onItMinutes }: Readonly<Record<string, string | undefined>>): LineAnswers {
  return {
    ...(greeting.trim() && { greeting: { text: greeting.trim() } }),
    ...(closedAnswer.trim() && { outOfHours: { text: closedAnswer.trim() } }),
    ...(onIt.trim() && { onIt: { text: onIt.trim(), afterMinutes: Number(onItMinutes || USUAL_MINUTES) } }),
  };
}

/** The field at which a mistake of the API's stands. */
export function answerField(field: string): string {
  return field.replace(/^answers\.greeting.*/, 'greeting').replace(/^answers\.outOfHours.*/, 'closedAnswer').replace(/^answers\.onIt\.afterMinutes/, 'onItMinutes').replace(/^answers\.onIt.*/, 'onIt');
}
