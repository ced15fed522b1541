import type { Texts } from './explain.js';

const BY: Readonly<Record<string, string>> = {
  phone: 'phone',
  email: 'e-mail address',
  telegram: 'Telegram account',
  vk: 'VK page',
  viber: 'Viber account',
  whatsapp: 'WhatsApp number',
  onec: '1C record',
};

const NO_LEAD: Readonly<Record<string, string>> = {
  spam: 'This is spam, so there is no lead.',
  probe: 'This is a probe of the connection, so there is no lead.',
  excluded: 'The sender is on the exclusion list, so there is no lead.',
  colleague: 'A colleague wrote this, so there is no lead.',
  bounce: 'This is a notice that a message was not delivered, so there is no lead.',
  'auto-reply': 'This is an automatic reply, so there is no lead.',
  list: 'This is a mailing, so there is no lead.',
  report: 'This is an automatic report, so there is no lead.',
  own: 'This is our own message, so there is no lead.',
  client: 'This is a client record from the accounting system, not an enquiry, so there is no lead.',
};

export const textsEn: Texts = {
  steps: {
    'not-lead': ({ reason }) => NO_LEAD[reason] ?? `There is no lead, for this reason: ${reason}.`,
    'person-unidentified': () => 'Nothing in this contact tells us who the person is.',
    'person-new': () => 'This person has not contacted us before.',
    'person-known': ({ person, type, value }) => `We already know ${person || 'this person'}: the ${BY[type] ?? `“${type}” identity`} ${value} matches.`,
    'lead-joined': ({ manager }) =>
      manager ? `The person has an open lead, and ${manager} is working on it.` : 'The person has an open lead, which is waiting in the open pool.',
    'repeat-not-opened': () => 'This line is set not to open a new lead for a person we already know.',
    'owner-first': ({ manager }) => `${manager} already works with this person.`,
    'owner-absent': ({ manager }) => `${manager} works with this person but is away right now.`,
    'owner-inactive': ({ manager }) => `${manager} used to work with this person but no longer takes leads.`,
    'queue-even': ({ queue, manager }) => `The queue “${queue}” hands out leads in turn, and ${manager} is next.`,
    'pool-no-manager': ({ queue }) => `Nobody in the queue “${queue}” can take the lead right now.`,
    'pool-no-queue': () => 'The line has no queue.',
  },
  sentences: {
    'not-lead': ({ reason }) => NO_LEAD[reason] ?? `There is no lead, for this reason: ${reason}.`,
    'lead-joined': ({ manager }) =>
      manager ? `Added to the open lead that ${manager} is working on.` : 'Added to the open lead, which is still waiting for a manager.',
    'repeat-not-opened': () => 'Added to the history of a person we already know; no new lead was opened.',
    'owner-first': ({ manager }) => `The lead goes to ${manager}, who already works with this person.`,
    'queue-even': ({ queue, manager }) => `The lead goes to ${manager}, who is next in the queue “${queue}”.`,
    'pool-no-manager': ({ queue }) => `The lead is waiting in the open pool: nobody in the queue “${queue}” can take it right now.`,
    'pool-no-queue': () => 'The lead is waiting in the open pool: the line has no queue.',
  },
};
