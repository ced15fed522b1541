import { describe, expect, it } from '@jest/globals';
import { alwaysOpen } from '@tributary/routing';
import { answersToMessage, answerWhileWaiting, type LineAnswers } from './automatic-answers.js';

const reach = { textLength: 0, files: 0, fileBytes: 0 };
const answers: LineAnswers = { greeting: { text: 'Hello' }, outOfHours: { text: 'Closed' }, onIt: { text: 'Soon', afterMinutes: 5 } };
/** Monday to Friday, nine to six in Moscow. */
const hours = { timeZone: 'Europe/Moscow', week: Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: '09:00', to: '18:00' }] : [])), exceptions: [] };
const [OPEN, EVENING, NIGHT, NEXT_EVENING] = ['2026-11-24T10:00:00Z', '2026-11-24T16:00:00Z', '2026-11-25T01:00:00Z', '2026-11-25T16:00:00Z'].map((at) => new Date(at)) as [Date, Date, Date, Date];
const situation = { answers, reach, firstName: 'Анна' };
const kinds = (...args: Parameters<typeof answersToMessage>) => answersToMessage(...args).map(({ kind }) => kind);

describe('an automatic answer', () => {
  it('greets who is new, and says when nobody is there', () => {
    expect(kinds(situation, { hours, begins: true }, OPEN)).toEqual(['greeting']);
    expect(kinds(situation, { hours, begins: false }, OPEN)).toEqual([]);
    expect(kinds({ ...situation, answers: { greeting: answers.greeting } }, { hours, begins: true }, EVENING)).toEqual(['greeting']);
    expect(kinds(situation, { hours: undefined, begins: false }, EVENING)).toEqual([]);
    expect(kinds(situation, { hours: alwaysOpen('Europe/Moscow'), begins: false }, EVENING)).toEqual([]);
    expect(kinds({ ...situation, answers: {} }, { hours, begins: true }, EVENING)).toEqual([]);
  });

  it('says one thing to who begins while nobody is there', () => {
    expect(kinds(situation, { hours, begins: true }, EVENING)).toEqual(['out-of-hours']);
  });

  it('calls the customer by name, and without one says nothing that has a hole in it', () => {
    const greeting = (text: string, firstName = '') => answersToMessage({ ...situation, answers: { greeting: { text } }, firstName }, { hours, begins: true }, OPEN).map((answer) => answer.text);
    expect([greeting('Здравствуйте, {name}!', 'Анна'), greeting('Здравствуйте, {name}!'), greeting('{name}')]).toEqual([['Здравствуйте, Анна!'], ['Здравствуйте!'], []]);
    expect(answerWhileWaiting({ ...situation, answers: { onIt: { text: '{name}, soon', afterMinutes: 5 } } }, 'lead', OPEN)).toMatchObject([{ text: 'Анна, soon' }]);
  });

  it('is of one episode within one closed time, and of another in the next', () => {
    const episode = (at: Date) => answersToMessage(situation, { hours, begins: false }, at)[0]!.episode;
    expect(episode(EVENING)).toBe(episode(NIGHT));
    expect(episode(NEXT_EVENING)).not.toBe(episode(NIGHT));
    const never = { ...hours, week: Array.from({ length: 7 }, () => []) };
    expect(answersToMessage(situation, { hours: never, begins: false }, OPEN)).toMatchObject([{ episode: 'never' }]);
  });

  it('is not given where nothing can be sent, and is cut to what the channel takes', () => {
    expect(answersToMessage({ ...situation, reach: { ...reach, closed: 'blocked' } }, { hours, begins: true }, EVENING)).toEqual([]);
    expect(answerWhileWaiting({ ...situation, reach: { ...reach, until: OPEN.toISOString() } }, 'lead', OPEN)).toEqual([]);
    expect(answersToMessage({ ...situation, reach: { ...reach, textLength: 3 } }, { hours, begins: true }, OPEN)).toMatchObject([{ text: 'Hel' }]);
  });

  it('says of a lead that somebody is on it', () => {
    expect(answerWhileWaiting(situation, 'lead-1', OPEN)).toEqual([{ kind: 'on-it', text: 'Soon', episode: 'lead-1' }]);
    expect(answerWhileWaiting({ ...situation, answers: {} }, 'lead-1', OPEN)).toEqual([]);
  });
});
