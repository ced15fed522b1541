import { describe, expect, it } from '@jest/globals';
import { plant, reckon } from '../faults/reckoning.mjs';

type Line = Parameters<typeof reckon>[0][number];

function line(n: number, extra: Partial<Line> = {}): Line {
  return { key: `k${n}`, id: `c${n}`, phone: `+7916000000${n}`, expect: 'lead', sentAt: 1_000 + n, answeredAt: 1_010 + n, ...extra };
}

/** What a sound product holds after three posts, the third into the honeypot. */
function sound() {
  const testimony = [line(1), line(2), line(3, { expect: 'spam' })];
  const identities = (n: number) => [{ type: 'phone', value: `+7916000000${n}` }];
  const contact = (n: number) => ({ id: `c${n}`, accountId: 'a', externalId: `k${n}`, identities: identities(n) });
  return {
    testimony,
    holdings: {
      contacts: [
        { ...contact(1), person: { id: 'p1' }, lead: { id: 'l1' } },
        { ...contact(2), person: { id: 'p2' }, lead: { id: 'l2' } },
        { ...contact(3), notLead: { reason: 'spam' } },
      ] as { id: string; [field: string]: unknown }[],
      leads: [
        { id: 'l1', personId: 'p1', line: 'main', status: 'new', managerId: 'm1' },
        { id: 'l2', personId: 'p2', line: 'main', status: 'new', managerId: 'm2' },
      ] as { id: string; [field: string]: unknown }[],
      people: [{ id: 'p1' }, { id: 'p2' }],
      quarantine: [] as { id: string; contactId?: string }[],
      stats: { unaccounted: 0 },
      order: undefined as Record<string, string[]> | undefined,
    },
  };
}

describe('reckoning of what was promised with what is held', () => {
  it('finds nothing wrong with a sound product', () => {
    const { testimony, holdings } = sound();
    expect(reckon(testimony, holdings)).toMatchObject({ accepted: 3, contacts: 3, leads: 2, notLeads: 1, quarantined: 0, violations: {} });
  });

  it('sees a planted loss', () => {
    const { testimony, holdings } = sound();
    expect(Object.keys(reckon(plant(testimony, 'lose'), holdings).violations)).toEqual(['lost']);
  });

  it('sees a planted double', () => {
    const { testimony, holdings } = sound();
    expect(reckon(plant(testimony, 'double'), holdings).counts['twice']).toBeGreaterThan(0);
  });

  it('takes a quarantined contact as accounted for', () => {
    const { testimony, holdings } = sound();
    holdings.contacts.splice(0, 1);
    holdings.quarantine.push({ id: 'q1', contactId: 'c1' });
    expect(reckon(testimony, holdings).violations).toEqual({});
  });

  it.each<[string, (state: ReturnType<typeof sound>) => void]>([
    ['lost', ({ holdings }) => holdings.contacts.splice(0, 1)],
    ['nobodys', ({ holdings }) => holdings.leads.forEach((lead) => delete lead['personId'])],
    ['twice', ({ holdings }) => holdings.contacts.push({ ...holdings.contacts[0]!, id: 'c9' })],
    ['unpromised', ({ testimony }) => testimony.splice(0, 1)],
    ['secondLead', ({ holdings }) => holdings.leads.push({ ...holdings.leads[0]!, id: 'l9' })],
    ['secondPerson', ({ testimony, holdings }) => {
      testimony.push(line(4, { phone: '+79160000001' }));
      holdings.contacts.push({ ...holdings.contacts[0]!, id: 'c4', externalId: 'k4', person: { id: 'p4' } });
    }],
    ['unfinished', ({ holdings }) => delete holdings.contacts[0]!['lead']],
    ['wrong', ({ holdings }) => (holdings.contacts[0]!['identities'] = [])],
    ['wrong', ({ holdings }) => delete holdings.contacts[2]!['notLead']],
    ['wrong', ({ holdings }) => (holdings.contacts[0]!['notLead'] = { reason: 'excluded' })],
    ['unowned', ({ holdings }) => (holdings.leads[0]!['managerId'] = null)],
    ['unaccounted', ({ holdings }) => (holdings.stats.unaccounted = 1)],
    ['disordered', ({ testimony, holdings }) => {
      Object.assign(testimony[0]!, { conversation: 'v', sequence: 1 });
      Object.assign(testimony[1]!, { conversation: 'v', sequence: 2 });
      holdings.order = { v: ['c2', 'c1'] };
    }],
  ])('sees %s', (kind, spoil) => {
    const state = sound();
    spoil(state);
    expect(reckon(state.testimony, state.holdings).counts[kind]).toBeGreaterThan(0);
  });

  it('sees stats that do not tell what is unaccounted', () => {
    const { testimony, holdings } = sound();
    expect(reckon(testimony, { ...holdings, stats: {} }).counts['unaccounted']).toBe(1);
  });

  it('sees a success answer to a post that was sent while nothing could be stored', () => {
    const { testimony, holdings } = sound();
    expect(reckon(testimony, holdings, [{ from: 1_001, to: 1_013 }]).violations['falseSuccess']).toHaveLength(1);
  });

  it('allows the answer to a post that was sent before the outage', () => {
    const { testimony, holdings } = sound();
    expect(reckon(testimony, holdings, [{ from: 1_005, to: 1_020 }]).violations).toEqual({});
  });
});
