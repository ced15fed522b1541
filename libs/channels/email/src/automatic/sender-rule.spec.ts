import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readSenderLists, readSenderRule } from './sender-rule.js';

describe('readSenderRule', () => {
  it.each([
    ['ivan@spam.example', 'Ivan@Spam.Example', true],
    ['ivan@spam.example', 'ivan@mail.spam.example', false],
    ['ivan@spam.example', 'notivan@spam.example', false],
    ['spam.example', 'ivan@spam.example', true],
    ['spam.example', 'ivan@mail.spam.example', true],
    ['spam.example', 'ivan@notspam.example', false],
    ['@SPAM.example.', 'ivan@spam.example', true],
    ['*@spam.example', 'ivan@spam.example', true],
    ['*@spam.example', 'ivan@mail.spam.example', false],
    ['*.spam.example', 'ivan@mail.spam.example', true],
    ['*.spam.example', 'ivan@spam.example', false],
    ['ivan@*.spam.example', 'ivan@mail.spam.example', true],
    ['noreply@*', 'noreply@any.example', true],
    ['no*ply@*', 'no-reply@any.example', true],
    ['no*ply@*', 'no-replying@any.example', false],
    ['bot-*-*@spam.example', 'bot-1-2@spam.example', true],
    ['bot-*-*@spam.example', 'bot-1@spam.example', false],
    ['почта.рф', 'ivan@xn--80a1acny.xn--p1ai', true],
    ['xn--80a1acny.xn--p1ai', 'ivan@ПОЧТА.рф', true],
    ['иван@почта.рф', 'Иван@почта.рф', true],
    ['mailto:ivan@spam.example', 'ivan@spam.example', true],
    ['*', 'ivan@spam.example', false],
    ['*@*', 'ivan@spam.example', false],
    ['', 'ivan@spam.example', false],
    ['spam .example', 'ivan@spam.example', false],
  ])('%s on %s: %s', (entry, address, excluded) => {
    expect(readSenderRule(address, readSenderLists({ excluded: [entry], colleagues: [] }))).toBe(excluded ? 'excluded' : undefined);
  });

  it('tells colleagues from the excluded', () => {
    const rules = readSenderLists({ excluded: ['stroydom.example'], colleagues: ['petr@stroydom.example'] });
    expect(readSenderRule('petr@stroydom.example', rules)).toBe('colleague');
    expect(readSenderRule('robot@stroydom.example', rules)).toBe('excluded');
    expect(readSenderRule('not an address', rules)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (entry, address) => {
      readSenderRule(address, readSenderLists({ excluded: [entry], colleagues: [entry] }));
    }));
  });
});
