import { describe, expect, it } from '@jest/globals';
import { assign, type JoinsEarlier } from './assign.js';
import type { Manager, QueueState, RoutingRequest } from './request.js';

const anna: Manager = { id: 'anna', name: 'Анна Иванова', active: true, present: true };
const boris: Manager = { id: 'boris', name: 'Борис Ким', active: true, present: true };
const queue: QueueState = {
  id: 'sales',
  name: 'Продажи',
  strategy: 'even',
  members: [
    { ...anna, position: 1 },
    { ...boris, position: 2 },
  ],
};
const by = { type: 'phone', value: '+79161234567' };
const known = (owner?: Manager): RoutingRequest => ({ person: { status: 'known', name: 'Иван', by, owner } });
const knownStep = { code: 'person-known', params: { person: 'Иван', ...by } };

describe('assign', () => {
  it('gives strangers to the queue in turn and moves the cursor once for the batch', () => {
    const { decisions, nextQueueState } = assign(queue, [{ person: { status: 'new' } }, { person: { status: 'unidentified' } }]);
    expect(decisions).toEqual([
      {
        managerId: 'anna',
        queueId: 'sales',
        steps: [
          { code: 'person-new', params: {} },
          { code: 'queue-even', params: { queue: 'Продажи', manager: 'Анна Иванова' } },
        ],
      },
      {
        managerId: 'boris',
        queueId: 'sales',
        steps: [
          { code: 'person-unidentified', params: {} },
          { code: 'queue-even', params: { queue: 'Продажи', manager: 'Борис Ким' } },
        ],
      },
    ]);
    expect(nextQueueState).toEqual({ ...queue, cursor: 2 });
  });

  it('gives a known person to the own manager and leaves the rotation alone', () => {
    const { decisions, nextQueueState } = assign(queue, [known(boris)]);
    expect(decisions).toEqual([{ managerId: 'boris', steps: [knownStep, { code: 'owner-first', params: { manager: 'Борис Ким' } }] }]);
    expect(nextQueueState).toBe(queue);
  });

  it.each([
    ['owner-absent', { ...boris, present: false }],
    ['owner-inactive', { ...boris, active: false }],
  ])('asks the queue and tells %s when the own manager can take nothing', (code, owner) => {
    const [decision] = assign(queue, [known(owner)]).decisions;
    expect(decision).toMatchObject({ managerId: 'anna', steps: [knownStep, { code, params: { manager: 'Борис Ким' } }, { code: 'queue-even' }] });
  });

  it('asks the queue for a known person who never had a manager', () => {
    expect(assign(queue, [known()]).decisions).toMatchObject([{ managerId: 'anna' }]);
  });

  it('joins an open lead whoever has it, even nobody', () => {
    const { decisions } = assign(queue, [
      { ...known(boris), openLead: { id: 'lead-1', manager: anna } },
      { ...known(boris), openLead: { id: 'lead-2' } },
    ]);
    expect(decisions).toEqual([
      { managerId: 'anna', steps: [knownStep, { code: 'lead-joined', params: { leadId: 'lead-1', manager: 'Анна Иванова' } }] },
      { steps: [knownStep, { code: 'lead-joined', params: { leadId: 'lead-2', manager: '' } }] },
    ]);
  });

  it('joins the lead that an earlier contact of the batch opens', () => {
    const later: JoinsEarlier = { person: { status: 'known', name: '', by }, joins: { index: 0, leadId: 'lead-1' } };
    const { decisions, nextQueueState } = assign(queue, [{ person: { status: 'new' } }, later]);
    expect(decisions[1]).toMatchObject({ managerId: 'anna', steps: [{}, { code: 'lead-joined', params: { leadId: 'lead-1', manager: 'Анна Иванова' } }] });
    expect(nextQueueState.cursor).toBe(1);
    expect(() => assign(queue, [later])).toThrow(RangeError);
  });

  it('opens no second lead where the line says so', () => {
    const [decision] = assign(queue, [{ ...known(boris), opensRepeat: false }]).decisions;
    expect(decision).toEqual({ steps: [knownStep, { code: 'repeat-not-opened', params: {} }] });
  });

  it('leaves to the open pool what the queue can give to nobody', () => {
    const empty = { ...queue, members: [{ ...anna, present: false, position: 1 }] };
    expect(assign(empty, [{ person: { status: 'new' } }]).decisions).toMatchObject([{ queueId: 'sales', steps: [{}, { code: 'pool-no-manager' }] }]);
    expect(assign(undefined, [{ person: { status: 'new' } }]).decisions).toMatchObject([{ steps: [{}, { code: 'pool-no-queue' }] }]);
  });

  it('tells why something is no lead and asks nobody', () => {
    const { decisions, nextQueueState } = assign(queue, [{ ...known(boris), notLeadReason: 'spam' }]);
    expect(decisions).toEqual([{ steps: [{ code: 'not-lead', params: { reason: 'spam' } }] }]);
    expect(nextQueueState).toBe(queue);
  });

  it('gives plain JSON', () => {
    const { decisions } = assign(queue, [known(anna), { person: { status: 'new' } }]);
    expect(JSON.parse(JSON.stringify(decisions))).toEqual(decisions);
  });
});
