import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutReply } from './cut-reply.js';

/** Lines that mean something to the cutter, and lines that don't. */
const line = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('Здравствуйте!', 'Нужно 20 штук.', 'When can you start?', 'Иван Петров', '+7 916 123-45-67', 'Это письмо содержит счёт.') },
  { weight: 3, arbitrary: fc.constantFrom('', ' ', '\u00a0', '\ufeff') },
  { weight: 3, arbitrary: fc.constantFrom('> да', '>> нет', '>', '> -- ', '> On 3 Mar 2026, at 10:15, X <a@b.example> wrote:', '>:') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'вт, 3 мар. 2026 г. в 10:15, Иван <a@b.example>:',
      'On Tue, Mar 3, 2026 at 10:15 AM X <',
      'a@b.example> wrote:',
      'Иван пишет:',
      '-----Original Message-----',
      '---------- Forwarded message ---------',
      '-------- Конец пересылаемого сообщения --------',
      'От: Иван <a@b.example>',
      'Отправлено: 3 марта 2026 г. 10:15',
      'Тема: Счёт',
      'Кому: b@c.example',
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom('-- ', '--', '____', '—', 'С уважением,', 'Best regards, John', 'P.S. Жду', 'Отправлено с iPhone', 'This e-mail is confidential.') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
const text = fc.array(line, { maxLength: 24 }).map((lines) => lines.join('\n'));
const subject = fc.option(fc.constantFrom('Re: Счёт', 'Fwd: Счёт', 'Счёт', ''), { nil: undefined });
const mail = fc.record({ text, subject: subject.filter((value) => value !== undefined) }, { requiredKeys: ['text'] });

describe('cutReply', () => {
  it('makes nothing up: every line is one of the mail, in its order, at most without a quote mark', () => {
    fc.assert(
      fc.property(mail, (input) => {
        const { reply, quoted = '', signature = '' } = cutReply(input);
        const lines = input.text.replace(/\r\n?/g, '\n').split('\n');
        expect(isSubsequence(reply.split('\n'), lines)).toBe(true);
        for (const cut of `${quoted}\n${signature}`.split('\n')) expect(cut === '' || lines.some((whole) => isSame(cut, whole))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves nothing to cut', () => {
    fc.assert(
      fc.property(mail, (input) => {
        const { reply } = cutReply(input);
        expect(cutReply({ ...input, text: reply }).reply).toBe(reply);
      }),
      { numRuns: 300 },
    );
  });

  it('takes any text and any HTML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (some, html) => {
        expect(typeof cutReply({ text: some, html }).reply).toBe('string');
      }),
    );
  });

  it.each([
    ['marks', '>'.repeat(1_000_000), ''],
    ['marked lines', '>\n'.repeat(500_000), ''],
    ['spaces', ' '.repeat(1_000_000), ''],
    ['blank lines', '\n'.repeat(1_000_000), ''],
    ['words', 'On '.repeat(300_000).trim(), 'On '.repeat(300_000).trim()],
    ['a history longer than what is looked at', `Да.\n\n-----Original Message-----\n${'текст\n'.repeat(20_000)}`, 'Да.'],
  ])('takes a megabyte of %s', (_, huge, reply) => {
    expect(cutReply({ text: huge }).reply).toBe(reply);
  });

  it('loses no line of a text longer than what is looked at', () => {
    const lines = Array.from({ length: 12_000 }, (_, index) => `строка ${index}`);
    expect(cutReply({ text: lines.join('\n') })).toEqual({ reply: lines.join('\n') });
  });

  it('keeps a mail in which nothing is quoted or signed', () => {
    const plain = fc.array(fc.constantFrom('Здравствуйте!', 'Нужно 20 штук, цвет: красный.', 'When can you start?', '- 5 kg', ''), { minLength: 1 });
    fc.assert(
      fc.property(plain, (lines) => {
        expect(cutReply({ text: lines.join('\n') })).toEqual({ reply: lines.join('\n').replace(/^\n+|\n+$/g, '') });
      }),
    );
  });
});

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  return part.every((line) => {
    while (at < whole.length && !isSame(line, whole[at]!)) at++;
    return line === '' || at++ < whole.length;
  });
}

function isSame(line: string, whole: string): boolean {
  return line.trimEnd() === whole.trimEnd() || whole.replace(/^(?:[ \u00a0]{0,3}\p{L}{0,4}> ?)*/u, '').trimEnd() === line.replace(/^(?:[ \u00a0]{0,3}\p{L}{0,4}> ?)*/u, '').trimEnd();
}
