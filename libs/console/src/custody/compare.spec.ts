import { describe, expect, it } from '@jest/globals';
import type { IntakeCustody, LeadCustody } from './answers.js';
import { compareLog, comparePage, type Finding, missingOf, nameMissing } from './compare.js';

const MINUTE = new Date('2026-11-22T10:10:00Z');
const contact = (id: string, revision = 1, accountId = 'a') => ({ id, accountId, revision });
const counted = (count: number, accountId = 'a') => ({ accountId, count });
const named = (findings: Finding[]) => findings.map(({ kind, contactId, count }) => [kind, contactId, count]);

describe('a minute of intake against the lead service', () => {
  function compare({ contacts = [], accepted = [], faults = [] }: Partial<IntakeCustody>, lead: Partial<LeadCustody> = {}) {
    const whole = { contacts: [], quarantined: [], ...lead };
    const present = new Map<string, Set<string>>();
    for (const { id, accountId } of contacts) present.set(accountId, (present.get(accountId) ?? new Set()).add(id));
    return named([...comparePage(MINUTE, { contacts, faults }, whole), ...nameMissing(MINUTE, present, missingOf(present, accepted), whole)]);
  }

  it('adds up', () => {
    expect(compare({ contacts: [contact('x', 2)], accepted: [counted(1)] }, { contacts: [contact('x', 2)] })).toEqual([]);
  });

  it('names what was not handled, and what is behind', () => {
    const contacts = [contact('x'), contact('y', 3), contact('z')];
    expect(compare({ contacts, accepted: [counted(3)] }, { contacts: [contact('y', 2)], quarantined: ['z'] })).toEqual([['not-handled', 'x', 1], ['revision-behind', 'y', 1]]);
  });

  it('names what intake no longer has, as far as anybody knows it', () => {
    expect(compare({ contacts: [contact('x')], accepted: [counted(3)] }, { contacts: [contact('x'), contact('y')] })).toEqual([['gone-from-intake', 'y', 1], ['count-differs', '', 1]]);
  });

  it('takes a contact that came by the log alone, and knows nothing of minutes that are summed up', () => {
    expect(compare({ accepted: [] }, { contacts: [contact('outside')] })).toEqual([]);
    expect(compare({ accepted: null }, { contacts: [contact('old')] })).toEqual([]);
  });

  it('lets no account stand for another', () => {
    expect(compare({ contacts: [contact('x', 1, 'b')], accepted: [counted(1, 'a'), counted(1, 'b')] }, { contacts: [contact('x', 1, 'b')] })).toEqual([['count-differs', '', 1]]);
  });
});

it('the log against the lead service', () => {
  const record = (id: string) => ({ id, accountId: 'a', appendedAt: '2026-11-22T10:10:59.999Z' });
  expect(compareLog({ records: 2, notInLog: [record('x')], notHandled: [record('y')] })).toEqual([
    { kind: 'gone-from-log', minute: MINUTE, accountId: 'a', contactId: 'x', subject: '', count: 1 },
    { kind: 'not-handled', minute: MINUTE, accountId: 'a', contactId: 'y', subject: '', count: 1 },
  ]);
});
