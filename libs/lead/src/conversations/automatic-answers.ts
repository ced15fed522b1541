import { truncate } from '@tributary/contact';
import { isOpen, nextOpening, type Schedule } from '@tributary/routing';
import { z } from 'zod';
import { Paragraphs } from '../api/fields.js';
import { closedBecause, type StoredReach } from './reach.js';

const Text = Paragraphs(1_000).trim().min(1);

/** What a line answers by itself. */
export const LineAnswersSetting = z.strictObject({
  greeting: z.strictObject({ text: Text }).optional(),
  outOfHours: z.strictObject({ text: Text }).optional(),
  onIt: z.strictObject({ text: Text, afterMinutes: z.int().min(1).max(10_080) }).optional(),
});
export type LineAnswers = z.infer<typeof LineAnswersSetting>;

export interface AutomaticAnswer {
  readonly kind: 'greeting' | 'out-of-hours' | 'on-it';
  readonly text: string;
  /** Of each kind one is given in an episode. */
  readonly episode: string;
}

/** What an answer hangs on besides the clock. */
export interface Situation {
  readonly answers: LineAnswers;
  readonly reach: StoredReach;
}

/**
 * What to answer by itself to a message of a person. Pure.
 * @param hours  of the line; undefined: always open
 * @param begins  nothing was said in the conversation before
 */
export function answersToMessage({ answers, reach }: Situation, { hours, begins }: { hours: Schedule | undefined; begins: boolean }, at: Date): AutomaticAnswer[] {
  const wanted: AutomaticAnswer[] = [];
  if (answers.greeting && begins) wanted.push({ kind: 'greeting', text: answers.greeting.text, episode: '' });
  // One closed time ends with one opening; a line that never opens has one that never ends.
  if (answers.outOfHours && hours && !isOpen(hours, at)) wanted.push({ kind: 'out-of-hours', text: answers.outOfHours.text, episode: nextOpening(hours, at)?.toISOString() ?? 'never' });
  return sendable(wanted, reach, at);
}

/** That somebody is on it, when nobody answered in time. Pure. */
export function answerWhileWaiting({ answers, reach }: Situation, leadId: string, at: Date): AutomaticAnswer[] {
  return sendable(answers.onIt ? [{ kind: 'on-it', text: answers.onIt.text, episode: leadId }] : [], reach, at);
}

function sendable(wanted: readonly AutomaticAnswer[], reach: StoredReach, at: Date): AutomaticAnswer[] {
  if (closedBecause(reach, at) !== undefined) return [];
  return wanted.map((answer) => (reach.textLength > 0 ? { ...answer, text: truncate(answer.text, reach.textLength) } : answer));
}
