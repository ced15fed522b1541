import { describe, expect, it } from '@jest/globals';
import { Outbox, type Outgoing } from './outbox.js';

const message = (text: string) => ({ contactId: 'contact', text, files: [] });

/** Answers each send as it is told; without an answer it takes it. */
function outboxThat(...answers: (() => Promise<string>)[]): { outbox: Outbox; sent: Outgoing[] } {
  const sent: Outgoing[] = [];
  const outbox = new Outbox({
    send: (outgoing) => {
      sent.push(outgoing);
      return answers.shift()?.() ?? Promise.resolve(`reply of ${outgoing.text}`);
    },
    isRefusal: (problem) => problem === 'refused',
  });
  return { outbox, sent };
}

describe('the outbox', () => {
  it('shows a message at once, until the server’s list does', async () => {
    const { outbox } = outboxThat();
    const sending = outbox.add('c', message('hello'));
    expect(outbox.of('c')).toMatchObject([{ text: 'hello', state: 'sending' }]);
    expect(outbox.isHolding).toBe(true);
    await sending;
    expect(outbox.of('c')).toMatchObject([{ state: 'accepted', replyId: 'reply of hello' }]);
    expect(outbox.isHolding).toBe(false);
    outbox.shown('c', (id) => id === 'another');
    expect(outbox.of('c')).toHaveLength(1);
    outbox.shown('c', (id) => id === 'reply of hello');
    expect(outbox.of('c')).toEqual([]);
  });

  it('keeps what was lost and sends it again under the same key', async () => {
    const { outbox, sent } = outboxThat(() => Promise.reject('network'));
    await outbox.add('c', message('hello'));
    const [lost] = outbox.of('c');
    expect(lost).toMatchObject({ state: 'lost', problem: 'network' });
    await outbox.again('c', lost?.key ?? '');
    expect(outbox.of('c')).toMatchObject([{ state: 'accepted' }]);
    expect(sent.map(({ key }) => key)).toEqual([lost?.key, lost?.key]);
  });

  it('tells a refusal from a loss, and lets it go', async () => {
    const { outbox } = outboxThat(() => Promise.reject('refused'));
    await outbox.add('c', message('hello'));
    expect(outbox.of('c')).toMatchObject([{ state: 'refused' }]);
    outbox.drop('c', outbox.of('c')[0]?.key ?? '');
    expect(outbox.of('c')).toEqual([]);
  });

  it('sends nothing any more once it is cleared, and shows nothing that comes back', async () => {
    let arrive = (_: string) => {};
    const { outbox, sent } = outboxThat(() => new Promise((resolve) => (arrive = resolve)));
    const both = [outbox.add('c', message('first')), outbox.add('c', message('second'))];
    await Promise.resolve();
    outbox.clear();
    arrive('reply');
    await Promise.all(both);
    expect([sent.map(({ text }) => text), outbox.of('c'), outbox.isHolding]).toEqual([['first'], [], false]);
  });

  it('sends one after the other in a conversation, each under a key of its own; a lost one holds up nobody', async () => {
    let lose = () => {};
    const { outbox, sent } = outboxThat(() => new Promise((_, reject) => (lose = () => reject('network'))));
    const both = [outbox.add('c', message('first')), outbox.add('c', message('second'))];
    await outbox.add('other', message('elsewhere'));
    expect(sent.map(({ text }) => text)).toEqual(['first', 'elsewhere']);
    lose();
    await Promise.all(both);
    expect(sent.map(({ text }) => text)).toEqual(['first', 'elsewhere', 'second']);
    expect(outbox.of('c').map(({ state }) => state)).toEqual(['lost', 'accepted']);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(3);
  });
});
