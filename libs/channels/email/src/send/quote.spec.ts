import { describe, expect, it } from '@jest/globals';
import { cutReply } from '../reply/cut-reply.js';
import { attributionOf, bodiesOf, languageOf } from './quote.js';

const facts = { occurredAt: new Date('2026-11-24T08:05:00Z'), sender: { name: 'Ivan "The\r\nRoof" <x>' } };

describe('what an answer quotes', () => {
  it.each(['ru', 'en'] as const)('is cut again from the customer’s next letter: %s', (language) => {
    const { text, html } = bodiesOf('Yes.', 'How much?\n\n> earlier', attributionOf(facts, 'ivan@client.example', language));
    expect(cutReply({ text, subject: 'Re: x' }).reply).toBe('Yes.');
    const next = `Thanks!\n\n${attributionOf({ ...facts, sender: { name: 'Sales' } }, 'sales@acme.example', language)}\n${text.replace(/^/gm, '> ')}`;
    expect(cutReply({ text: next, subject: 'Re: x' }).reply).toBe('Thanks!');
    expect(html).toContain('<blockquote type="cite"');
    expect(html).not.toContain('<x>');
  });

  it('is in the language that somebody writes in', () => {
    expect(languageOf('ok', 'Цена?')).toBe('ru');
    expect(languageOf('ok', 'Price?')).toBe('en');
  });

  it('is not the whole of a very long letter', () => {
    expect(bodiesOf('Yes.', 'я'.repeat(200_000), 'X:').text.length).toBeLessThan(10_100);
  });
});
