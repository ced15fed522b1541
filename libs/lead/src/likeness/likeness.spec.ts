import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blockingKeys } from './block.js';
import { compare, dateLevel, emailLevel, fold, nameLevel, phoneLevel } from './compare.js';
import { madePeople } from './corpus/made-people.js';
import { readPeople, UnknownColumnsError } from './corpus/read-people.js';
import { scorePeople } from './corpus/score-people.js';
import { scoreSpellings } from './corpus/spellings.js';
import { foldName } from './fold-name.js';
import { likeness, reasonsOf } from './score.js';
import { suggestPairs } from './suggest.js';

const text = fc.string({ maxLength: 12 });
const profile = fc.record({ id: fc.uuid(), names: fc.array(text, { maxLength: 3 }), phones: fc.array(text, { maxLength: 2 }), emails: fc.array(fc.emailAddress(), { maxLength: 2 }), places: fc.array(text, { maxLength: 1 }), birthDates: fc.array(text, { maxLength: 1 }) });

describe('names', () => {
  it.each([
    ['Александр Пушкин', 'Aleksandr Pushkin'],
    ['Саша Пушкин', 'Пушкин Александр'],
    ['Юлия Щербакова', 'Iuliia Shcherbakova'],
    ['Наташа Ёлкина', 'Natalia Elkina'],
    ['Дмитрий Хохлов', 'Dima Khokhlov'],
    ['Bob Smith', 'Robert Smith'],
    ['Иванов Пётр Сергеевич', 'Petr Ivanov'],
  ])('%s is %s', (a, b) => expect(nameLevel(foldName(a), foldName(b))).toBe('same'));

  it.each([
    ['Пётр Кузнецов', 'Пётр Кузнецоф', 'near'],
    ['И. Петров', 'Иван Петров', 'near'],
    ['Иван', 'Иван Петров', 'part'],
    ['Анна Петрова', 'Ольга Петрова', 'differs'],
    ['', 'Иван', 'none'],
  ])('%s and %s: %s', (a, b, level) => expect(nameLevel(foldName(a), foldName(b))).toBe(level));
});

describe('values', () => {
  it('are near when one digit or letter is off or two are swapped', () => {
    expect([phoneLevel('+79161234567', '+79161234568'), phoneLevel('+79161234567', '+79161234576'), phoneLevel('+79161234567', '+79169876543')]).toEqual(['near', 'near', 'differs']);
    expect([emailLevel('ivan.petrov@romashka.ru', 'ivan.petrof@romashka.ru'), emailLevel('a@gmail.com', 'b@gmail.com'), emailLevel('ivan@romashka.ru', 'olga@romashka.ru')]).toEqual(['near', 'differs', 'part']);
    expect([dateLevel('1990-02-01', '1990-01-02'), dateLevel('1990-02-01', '1991-02-01'), dateLevel('1990-02-01', '1985-07-23')]).toEqual(['near', 'near', 'differs']);
  });
});

describe('likeness', () => {
  it('is the same from either side, and never more than with oneself', () => {
    fc.assert(fc.property(profile, profile, (p, q) => {
      const [a, b] = [fold(p), fold(q)];
      expect(likeness(a, b).bits).toBe(likeness(b, a).bits);
      expect(likeness(a, b).score).toBeGreaterThanOrEqual(0);
      for (const { level } of Object.values(compare(a, a))) expect(['same', 'part', 'none']).toContain(level);
      expect(blockingKeys(a)).toEqual(blockingKeys(fold(p)));
    }));
  });

  it('says why', () => {
    const [a, b] = [fold({ id: '1', names: ['Саша Белов'], phones: ['+79161234567'] }), fold({ id: '2', names: ['Aleksandr Belov'], phones: ['+79161234568'] })];
    expect(reasonsOf(likeness(a, b))).toEqual([
      { code: 'similar-name', value: 'Саша Белов', other: 'Aleksandr Belov' },
      { code: 'near-identity', type: 'phone', value: '+79161234567', other: '+79161234568' },
    ]);
  });

  it('suggests nobody for a name, a birthday or a neighbouring number alone', () => {
    const alone = (a: object, b: object) => suggestPairs([{ id: '1', names: [], ...a }, { id: '2', names: [], ...b }]).pairs;
    expect(alone({ names: ['Иван Иванов'] }, { names: ['Иван Иванов'] })).toEqual([]);
    expect(alone({ birthDates: ['1990-01-02'] }, { birthDates: ['1990-01-02'] })).toEqual([]);
    expect(alone({ phones: ['+79161234567'] }, { phones: ['+79161234568'] })).toEqual([]);
  });
});

describe('on sets whose truth is known', () => {
  const splink = readPeople(readFileSync(new URL('../../fixtures/people/splink-fake-1000.csv', import.meta.url), 'utf8'));

  it('exact keys find every pair with the same mail and no false one; suggestions 0.75 of all at a precision of 0.9', () => {
    const { sameMail, exact, single, persons } = scorePeople(splink);
    expect([sameMail, exact]).toEqual([682, { right: 682, wrong: 0 }]);
    for (const { recall, precision } of [single, persons]) {
      expect(recall).toBeGreaterThanOrEqual(0.75);
      expect(precision).toBeGreaterThanOrEqual(0.9);
    }
  });

  it('twelve spellings of a phone are one number', () => {
    expect(scoreSpellings(500)).toEqual({ spellings: 6_000, found: 6_000, wrong: 0 });
  });

  it('compares a number of pairs that grows with people, not with their square', () => {
    const [few, many] = [2_000, 8_000].map((count) => suggestPairs([...madePeople(count)]).compared) as [number, number];
    expect(many / few).toBeLessThan(6);
    expect(few).toBeGreaterThan(150);
  });

  it('names the columns of a file that it does not know', () => {
    expect(() => readPeople('a,b\n1,2')).toThrow(UnknownColumnsError);
  });
});
