import { describe, expect, it } from '@jest/globals';
import { fingerprint } from '../corpus/fingerprint.mjs';
import { normalise } from '../corpus/normalise.mjs';
import { score } from '../corpus/scoring.mjs';

type Label = Parameters<typeof score>[0][number];
type Line = Parameters<typeof score>[1][number];

function label(file: string, over: Partial<Label> = {}): Label {
  return { file, sha256: '', sender: 'ann@example.com', automatic: null, reply: fingerprint('Hello'), russian: false, note: '', ...over };
}

function line(file: string, contact: Line['contact'] = {}): Line {
  return { file, contact: { identities: [{ type: 'email', value: 'ann@example.com' }], text: 'Hello', ...contact } };
}

describe('normalise', () => {
  it('forgets what nobody sees and nothing else', () => {
    expect(normalise(' \r\nOne\u00a0two \t\r\n\r\n \r\n\r\n  three\rй\n')).toBe('One two\n\n  three\nй');
    expect(normalise('One  two')).not.toBe(normalise('One two'));
  });
});

describe('score', () => {
  it('counts a faultless reading as such', () => {
    const result = score([label('a'), label('b', { russian: true })], [line('a'), line('b')]);
    expect(result).toMatchObject({ sender: { right: 2, of: 2 }, reply: { right: 2, of: 2 }, replyRussian: { right: 1, of: 1 }, quarantined: [], missing: [] });
  });

  it('compares senders without regard to case and to the spelling of the domain', () => {
    const labels = [label('a', { sender: 'jörg@bücher.example' }), label('b', { sender: null })];
    const lines = [line('a', { identities: [{ type: 'email', value: 'Jörg@xn--bcher-kva.example' }] }), line('b', { identities: [{ type: 'phone', value: '+7' }] })];
    expect(score(labels, lines).sender).toEqual({ right: 2, of: 2, wrong: [] });
    expect(score([label('a')], [line('a', { identities: [] })]).sender.wrong).toEqual(['a']);
  });

  it('counts precision over what was called automatic, recall over what is, and the kind must be right', () => {
    const labels = [label('bounce', { automatic: 'bounce' }), label('list', { automatic: 'list' }), label('person'), label('silent', { automatic: 'list' })];
    const lines = [
      line('bounce', { automatic: { kind: 'bounce' } }),
      line('list', { automatic: { kind: 'report' } }),
      line('person', { automatic: { kind: 'list' } }),
      line('silent'),
    ];
    const { automaticPrecision, automaticRecall } = score(labels, lines);
    expect(automaticPrecision).toEqual({ right: 1, of: 3, wrong: ['list', 'person'] });
    expect(automaticRecall).toEqual({ right: 1, of: 3, wrong: ['list', 'silent'] });
  });

  it('takes either reading of inline answers, and judges no reply that was not labelled', () => {
    const inline = label('inline', { reply: fingerprint('Yes'), alsoReply: fingerprint('> Well?\nYes') ?? undefined });
    const { reply: _, ...unjudged } = label('unjudged');
    const lines = [line('inline', { text: '> Well?\n\nYes' }), line('unjudged', { text: 'whatever' })];
    expect(score([inline, unjudged], lines).reply).toEqual({ right: 0, of: 1, wrong: ['inline'] });
    expect(score([inline], [line('inline', { text: '> Well?\nYes\n' })]).reply.right).toBe(1);
    expect(score([inline], [line('inline', { text: 'Yes' })]).reply.right).toBe(1);
  });

  it('knows a message without text from one that lost it', () => {
    const labels = [label('empty', { reply: null }), label('lost')];
    expect(score(labels, [line('empty', { text: ' \n' }), line('lost', { text: '' })]).reply.wrong).toEqual(['lost']);
  });

  it('counts what is in quarantine or was not read as wrong', () => {
    const labels = [label('q', { sender: null, reply: null }), label('gone', { automatic: 'bounce' })];
    const result = score(labels, [{ file: 'q', quarantine: { code: 'too-deep' } }]);
    expect(result).toMatchObject({ quarantined: ['q'], missing: ['gone'], sender: { right: 0 }, reply: { right: 0 }, automaticRecall: { right: 0, of: 1 } });
  });
});
