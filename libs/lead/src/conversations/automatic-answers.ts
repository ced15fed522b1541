import { truncate } from '@tributary/contact';
import { isOpen, nextOpening, type Schedule } from '@tributary/routing';
import { z } from 'zod';
import { Paragraphs } from '../api/fields.js';
import { addressed, NAME, unknownPlaceholders } from './addressed.js';
import { closedBecause, type StoredReach } from './reach.js';

/** `{name}` in it is the customer's first name. */
const Text = Paragraphs(1_000).trim().min(1).superRefine((text, { addIssue }) => {
  for (const placeholder of new Set(unknownPlaceholders(text))) addIssue({ code: 'custom', params: { code: 'unknown-placeholder', placeholder, known: NAME } });
});

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
  /** The customer's; empty: not known. */
  readonly firstName: string;
}

/**
 * What to answer by itself to a message of a person: one thing at most. Who writes first while nobody is there is told that, and greeted
 * by whoever answers. Pure.
 * @param hours  of the line; undefined: always open
 * @param begins  nothing was said in the conversation before
 */
export function answersToMessage(situation: Situation, { hours, begins }: { hours: Schedule | undefined; begins: boolean }, at: Date): AutomaticAnswer[] {
  const { greeting, outOfHours } = situation.answers;
  // One closed time ends with one opening; a line that never opens has one that never ends.
  if (outOfHours && hours && !isOpen(hours, at)) return sendable({ kind: 'out-of-hours', text: outOfHours.text, episode: nextOpening(hours, at)?.toISOString() ?? 'never' }, situation, at);
  return greeting && begins ? sendable({ kind: 'greeting', text: greeting.text, episode: '' }, situation, at) : [];
}

/** That somebody is on it, when nobody answered in time. Pure. */
export function answerWhileWaiting(situation: Situation, leadId: string, at: Date): AutomaticAnswer[] {
  const { onIt } = situation.answers;
  return onIt ? sendable({ kind: 'on-it', text: onIt.text, episode: leadId }, situation, at) : [];
}

/** As this customer reads it; none where nothing can be sent, or nothing is left to say. */
function sendable(wanted: AutomaticAnswer, { reach, firstName }: Situation, at: Date): AutomaticAnswer[] {
  if (closedBecause(reach, at) !== undefined) return [];
  const whole = addressed(wanted.text, firstName).trim();
  const text = reach.textLength > 0 ? truncate(whole, reach.textLength) : whole;
  return text === '' ? [] : [{ ...wanted, text }];
}
