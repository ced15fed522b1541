import { describe, expect, it } from '@jest/globals';
import { planLetters } from '../faults/mail/letters.mjs';
import { plantMail, reckonMails } from '../faults/mail/mail-reckoning.mjs';

type Contact = { id: string; [field: string]: unknown };

const LEAD = 'm1@firm.example';
const AUTO = 'm2@firm.example';

/** What a sound product holds after a letter and an automatic answer. */
function sound() {
  const testimony = [
    { messageId: LEAD, from: 'a@firm.example', text: 'Сколько?', expect: 'lead' as const, deliveredAt: 1 },
    { messageId: AUTO, from: 'b@firm.example', text: 'Я в отпуске', expect: 'auto-reply' as const, deliveredAt: 2 },
  ];
  const identities = (value: string) => [{ type: 'email', value }];
  return {
    testimony,
    holdings: {
      contacts: [
        { id: 'c1', externalId: `${LEAD}#0f`, text: 'Сколько?', identities: identities('a@firm.example'), person: { id: 'p1' }, lead: { id: 'l1' } },
        { id: 'c2', externalId: `${AUTO}#1f`, text: 'Я в отпуске', identities: identities('b@firm.example'), notLead: { reason: 'auto-reply' } },
      ] as Contact[],
      leads: [{ id: 'l1', personId: 'p1', line: 'main', status: 'new', managerId: 'm1' }] as Contact[],
      people: [{ id: 'p1' }],
      quarantine: [] as Contact[],
      stats: { unaccounted: 0 },
    },
  };
}

describe('reckoning of delivered mails with what is held', () => {
  it('finds nothing wrong with a sound product', () => {
    const { testimony, holdings } = sound();
    expect(reckonMails(testimony, holdings)).toMatchObject({ accepted: 2, contacts: 2, leads: 1, notLeads: 1, quarantined: 0, violations: {} });
  });

  it.each(['lose', 'double'] as const)('sees a planted fault: %s', (how) => {
    const { testimony, holdings } = sound();
    const planted = plantMail(testimony, holdings, how);
    expect(Object.keys(reckonMails(planted.testimony, planted.holdings).violations)).toContain(how === 'lose' ? 'lost' : 'twice');
  });

  it('takes a mail that the server gave twice as one', () => {
    const { testimony, holdings } = sound();
    expect(reckonMails([...testimony, testimony[0]!], holdings).violations).toEqual({});
  });

  it('lets an expunged mail be seen, or not', () => {
    const { testimony, holdings } = sound();
    const removed = new Set([AUTO]);
    expect(reckonMails(testimony, holdings, removed).violations).toEqual({});
    holdings.contacts.pop();
    expect(reckonMails(testimony, holdings, removed).violations).toEqual({});
  });

  it.each<[string, (state: ReturnType<typeof sound>) => void]>([
    ['lost', ({ holdings }) => holdings.contacts.pop()],
    ['twice', ({ holdings }) => holdings.contacts.push({ ...holdings.contacts[0]!, id: 'c9', externalId: `${LEAD}#ff` })],
    ['unpromised', ({ testimony }) => testimony.pop()],
    ['quarantined', ({ holdings }) => holdings.quarantine.push({ id: 'q1' })],
    ['secondLead', ({ holdings }) => holdings.leads.push({ ...holdings.leads[0]!, id: 'l9' })],
    ['wrong', ({ holdings }) => (holdings.contacts[0]!['text'] = '')],
    ['wrong', ({ holdings }) => (holdings.contacts[0]!['identities'] = [])],
    ['wrong', ({ holdings }) => delete holdings.contacts[0]!['lead']],
    ['wrong', ({ holdings }) => (holdings.contacts[1]!['notLead'] = { reason: 'excluded' })],
    ['unowned', ({ holdings }) => (holdings.leads[0]!['managerId'] = null)],
    ['unaccounted', ({ holdings }) => (holdings.stats.unaccounted = 1)],
  ])('sees %s', (kind, spoil) => {
    const state = sound();
    spoil(state);
    expect(reckonMails(state.testimony, state.holdings).counts[kind]).toBeGreaterThan(0);
  });
});

describe('the plan of letters', () => {
  it('is the same for the same seed, each letter with its own Message-ID', () => {
    const plan = (seed: number) => planLetters({ seed, mails: 300 });
    expect(plan(1)).toEqual(plan(1));
    expect(plan(1)).not.toEqual(plan(2));
    expect(new Set(plan(1).map(({ messageId }) => messageId)).size).toBe(300);
  });
});
