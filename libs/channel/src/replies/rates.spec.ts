import { describe, expect, it } from '@jest/globals';
import type { Replies } from '../reply.js';
import { Rates } from './rates.js';

const HOUR_MS = 3_600_000;
const one: Replies['rates'] = { conversation: () => ({ requests: 1, perMs: HOUR_MS }) };
const talk = (conversation_id: string, account_id = 'a') => ({ account_id, conversation_id });

describe('rates', () => {
  it('are kept for each account and conversation by itself', () => {
    const rates = new Rates();
    const taken = [talk('x'), talk('x'), talk('y'), talk('x', 'b')].map((head) => rates.take(head, one) !== undefined);
    expect(taken).toEqual([true, false, true, true]);
  });

  it('are one for conversations that the channel says share one', () => {
    const rates = new Rates();
    const ofGroup: Replies['rates'] = { conversation: (id) => ({ requests: 2, perMs: HOUR_MS, key: id.split('/')[0]! }) };
    expect(['-100', '-100/5', '-100/7', '-200/5'].map((id) => rates.take(talk(id), ofGroup) !== undefined)).toEqual([true, true, false, true]);
  });

  it('take nothing of a conversation’s when the account has no room', () => {
    const rates = new Rates();
    const both: Replies['rates'] = { ...one, account: { requests: 1, perMs: HOUR_MS } };
    const first = rates.take(talk('x'), both);
    expect(rates.take(talk('y'), both)).toBeUndefined();
    first!.giveBack();
    expect(rates.take(talk('y'), both)).toBeDefined();
  });

  it('forget whoever was not written to for longest, and nobody else', () => {
    const rates = new Rates(3);
    for (const id of ['x', 'y', 'z', 'x']) rates.take(talk(id), one);
    rates.take(talk('new'), one);
    expect(['x', 'z', 'new', 'y'].map((id) => rates.take(talk(id), one) !== undefined)).toEqual([false, false, false, true]);
  });
});
