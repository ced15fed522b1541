import type { Moment, PassedOver } from '../decision.js';
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
  'group-chatter': 'This is talk of a group that is not meant for us, so there is no lead.',
  'channel-post': 'This is a post of a channel, so there is no lead.',
  'service-message': 'This is a service message, so there is no lead.',
  'chat-migrated': 'The group became a supergroup, so there is no lead.',
  'empty-message': 'There is nothing in the message, so there is no lead.',
  'anonymous-admin': 'A group’s own administrator wrote this, so there is no lead.',
  'another-bot': 'Another bot wrote this, so there is no lead.',
  'bot-blocked': 'The customer blocked the bot, so there is no lead.',
  'bot-unblocked': 'The customer started the bot again, so there is no lead.',
  'bot-membership': 'The bot’s place in a group changed, so there is no lead.',
  'bot-removed': 'The bot was removed from a group, so there is no lead.',
  'bot-muted': 'The bot may no longer write in a group, so there is no lead.',
  'member-change': 'Somebody came to a chat or left it, so there is no lead.',
  'join-request': 'This is a wish to join a chat, so there is no lead.',
  reaction: 'This is a reaction to a message, so there is no lead.',
  poll: 'This is a vote in a poll, so there is no lead.',
  'inline-query': 'This is a search by the bot’s name in another chat, so there is no lead.',
  boost: 'This is a boost of a chat, so there is no lead.',
  'business-connection': 'The connection of a business account changed, so there is no lead.',
  'messages-deleted': 'Messages were deleted, so there is no lead.',
  'unknown-update': 'This is an event of a new kind, so there is no lead.',
  client: 'This is a client record from the accounting system, not an enquiry, so there is no lead.',
};

const WHY: Readonly<Record<PassedOver | 'nobody', string>> = {
  left: 'takes no leads any more',
  paused: 'paused',
  absent: 'absent',
  'off-shift': 'off shift',
  'signed-out': 'signed out',
  full: 'has as many leads as they may',
  'channel-full': 'has as many leads of this channel as they may',
  skill: 'lacks a skill',
  tried: 'was offered this lead and did not take it',
  nobody: 'nobody is named',
};

function when({ at, timeZone }: Moment): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

function minutesOf(minutes: number): string {
  return minutes < 1 ? 'less than a minute' : `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
}

function open(load: number): string {
  return load === 0 ? 'no open leads' : `${load} open ${load === 1 ? 'lead' : 'leads'}`;
}

const list = new Intl.ListFormat('en', { type: 'conjunction' });

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
    'owner-waits': ({ manager, until }) => `${manager} works with this person and is away; the line waits until ${when(until)}.`,
    substitute: ({ manager, away }) => `${manager} stands in for ${away}.`,
    'company-owner': ({ company, manager }) => `${manager} works with the company “${company}”.`,
    'account-owner': ({ manager }) => `${manager} looks after the connection that this came by.`,
    rule: ({ rule }) => `The rule “${rule}” applies.`,
    'rule-manager': ({ rule, manager }) => `The rule “${rule}” gives the lead to ${manager}.`,
    'rule-head': ({ rule, department, manager }) => `The rule “${rule}” gives the lead to the head of the department “${department}”, ${manager}.`,
    'rule-away': ({ manager, why }) => (manager ? `${manager}, whom the rule names, can’t take the lead right now (${WHY[why]}).` : 'The rule names the head of a department that has none.'),
    'pool-rule': ({ rule }) => `The rule “${rule}” leaves the lead in the open pool.`,
    skills: ({ skills }) => `Skills needed: ${skills.join(', ')}.`,
    'out-of-hours': ({ line }) => `The line “${line}” was closed when this came.`,
    held: ({ line, opensAt }) => `The lead waits for the line “${line}” to open on ${when(opensAt)}.`,
    duty: ({ manager }) => `${manager} is on duty.`,
    'other-line': ({ line }) => `At this hour the line “${line}” answers.`,
    'passed-over': ({ managers, others }) =>
      `Can’t take it: ${managers.map(({ manager, why }) => `${manager} (${WHY[why]})`).join(', ')}${others > 0 ? ` and ${others} more` : ''}.`,
    'queue-strict': ({ queue, manager }) => `The queue “${queue}” asks in strict order, and ${manager} is the first who can take it.`,
    'queue-random': ({ queue, manager }) => `The queue “${queue}” hands out leads at random, and it fell to ${manager}.`,
    'queue-least-loaded': ({ queue, manager, load }) => `The queue “${queue}” asks the least loaded, and that is ${manager} (${open(load)}).`,
    'queue-all': ({ queue, managers }) => `The queue “${queue}” offers the lead to everybody there at once: ${list.format(managers)}.`,
    overflow: ({ queue, to }) => `Nobody in the queue “${queue}” can take the lead, so it goes on to the queue “${to}”.`,
    'behind-others': ({ queue }) => `Others wait in the queue “${queue}” for longer and are served first.`,
    backlog: ({ minutes }) => `The lead waited for a manager for ${minutesOf(minutes)}.`,
    opened: ({ line }) => `The line “${line}” has opened.`,
    'not-taken': ({ manager }) => (manager ? `${manager} did not take the lead in time.` : 'The lead was offered to several managers, and none took it in time.'),
    'owner-not-back': ({ manager }) => `The time to wait is up, and ${manager} is still away.`,
    'escalated-next': ({ queue, manager }) => `${manager} is next in the queue “${queue}”.`,
    'escalated-head': ({ department, manager }) => `${manager} is the head of the department “${department}”.`,
    'escalated-pool': () => 'There is nobody left to offer it to, so it is in the open pool.',
    'owner-inactive': ({ manager }) => `${manager} used to work with this person but no longer takes leads.`,
    'queue-even': ({ queue, manager }) => `The queue “${queue}” hands out leads in turn, and ${manager} is next.`,
    'pool-no-manager': ({ queue }) => `Nobody in the queue “${queue}” can take the lead right now.`,
    'pool-no-queue': () => 'The line has no queue.',
    'never-opens': ({ line }) => `The line “${line}” has no working hours.`,
  },
  sentences: {
    'not-lead': ({ reason }) => NO_LEAD[reason] ?? `There is no lead, for this reason: ${reason}.`,
    'lead-joined': ({ manager }) =>
      manager ? `Added to the open lead that ${manager} is working on.` : 'Added to the open lead, which is still waiting for a manager.',
    'repeat-not-opened': () => 'Added to the history of a person we already know; no new lead was opened.',
    'owner-first': ({ manager }) => `The lead goes to ${manager}, who already works with this person.`,
    'owner-waits': ({ manager, until }) => `The lead goes to ${manager}, who already works with this person; if they aren’t back by ${when(until)}, somebody else gets it.`,
    substitute: ({ manager, away }) => `The lead goes to ${manager}, who stands in for ${away}.`,
    'company-owner': ({ company, manager }) => `The lead goes to ${manager}, who works with the company “${company}”.`,
    'account-owner': ({ manager }) => `The lead goes to ${manager}, who looks after the connection that it came by.`,
    'rule-manager': ({ rule, manager }) => `The lead goes to ${manager} by the rule “${rule}”.`,
    'rule-head': ({ rule, department, manager }) => `The lead goes to ${manager}, head of the department “${department}”, by the rule “${rule}”.`,
    'pool-rule': ({ rule }) => `The lead is in the open pool by the rule “${rule}”.`,
    held: ({ line, opensAt }) => `The line “${line}” is closed; the lead waits until it opens on ${when(opensAt)}.`,
    duty: ({ manager }) => `The lead goes to ${manager}, who is on duty while the line is closed.`,
    'queue-even': ({ queue, manager }) => `The lead goes to ${manager}, who is next in the queue “${queue}”.`,
    'queue-strict': ({ queue, manager }) => `The lead goes to ${manager}, the first in the queue “${queue}” who can take it.`,
    'queue-random': ({ queue, manager }) => `The lead goes to ${manager}, drawn at random from the queue “${queue}”.`,
    'queue-least-loaded': ({ queue, manager, load }) => `The lead goes to ${manager}, the least loaded in the queue “${queue}” (${open(load)}).`,
    'queue-all': ({ queue, managers }) => `The lead is offered to everybody in the queue “${queue}” who is there (${list.format(managers)}); the first to take it has it.`,
    'behind-others': ({ queue }) => `The lead waits in the queue “${queue}”: others came before it.`,
    'escalated-next': ({ queue, manager }) => `The lead was not taken in time, so it goes to ${manager}, who is next in the queue “${queue}”.`,
    'escalated-head': ({ department, manager }) => `The lead was not taken in time, so it goes to ${manager}, head of the department “${department}”.`,
    'escalated-pool': () => 'The lead was not taken in time and there is nobody left to offer it to: it waits in the open pool.',
    'pool-no-manager': ({ queue }) => `The lead is waiting in the queue “${queue}”: nobody there can take it right now.`,
    'pool-no-queue': () => 'The lead is waiting in the open pool: the line has no queue.',
    'never-opens': ({ line }) => `The lead is waiting in the open pool: the line “${line}” has no working hours, so there is no opening to wait for.`,
  },
};
