import type { LeadDecision, MatchTrace } from './decision.js';

type Basis = 'identity' | 'strongest' | 'unknown' | 'anonymous' | 'shared' | 'disputed' | 'assigned';
type Says = Readonly<Record<Basis, (by: string, others: number) => string>>;

const SAYS: Readonly<Record<'ru' | 'en', Says>> = {
  ru: {
    identity: (by) => `Человек узнан: совпадает ${by}.`,
    strongest: (by, others) => `Подошло несколько человек (${others + 1}); выбран тот, у кого больше подтверждённых адресов, а при равенстве тот, кого знают дольше. Совпадает ${by}.`,
    unknown: () => 'Эти адреса раньше не встречались, поэтому заведён новый человек.',
    anonymous: () => 'Адресов в обращении нет, поэтому заведён отдельный человек.',
    shared: () => 'В обращении только общие адреса, по ним никого не узнать; пока никто не сказал, чьё оно.',
    disputed: () => 'Почтовая служба не подтверждает отправителя, поэтому письмо ни с кем не связано; пока никто не сказал, чьё оно.',
    assigned: () => 'Чьё это обращение, указал сотрудник.',
  },
  en: {
    identity: (by) => `The person is known: ${by} matches.`,
    strongest: (by, others) => `Several people (${others + 1}) came into question; the one with more confirmed addresses was chosen, or of equals the one known for longer. What matches: ${by}.`,
    unknown: () => 'These addresses were not seen before, so a new person was made.',
    anonymous: () => 'The contact has no addresses, so it got a person of its own.',
    shared: () => 'The contact has shared addresses only, which tell nobody apart; nobody has said yet whose it is.',
    disputed: () => 'The mail service denies the sender, so the message is joined to nobody; nobody has said yet whose it is.',
    assigned: () => 'A colleague said whose contact this is.',
  },
};

const TYPES: Readonly<Record<'ru' | 'en', Readonly<Record<string, string>>>> = {
  ru: { phone: 'телефон', email: 'адрес почты', telegram: 'аккаунт Telegram', onec: 'карточка в 1С', person: 'выбор сотрудника' },
  en: { phone: 'phone', email: 'e-mail address', telegram: 'Telegram account', onec: '1C record', person: 'a colleague’s choice' },
};

/** Why this person, in one sentence; nothing where nobody was looked for. Pure. */
export function explainMatch(trace: MatchTrace | undefined, locale: 'ru' | 'en'): string | undefined {
  if (!trace || !Object.hasOwn(SAYS[locale], trace.basis)) return undefined;
  const by = (trace.by ?? []).map(({ type, value }) => (type === 'person' ? TYPES[locale]['person'] : `${TYPES[locale][type] ?? type} ${value}`)).join(', ');
  return SAYS[locale][trace.basis as Basis](by, (trace.candidates?.length ?? 1) - 1);
}

/** Why this person, from what is kept of the match or, where that is nothing special, from the decision's steps. Pure. */
export function matchTrace({ match, steps }: LeadDecision): MatchTrace | undefined {
  if (match) return match;
  for (const step of steps) {
    if (step.code === 'shared-identities') return { basis: 'shared' };
    if (step.code === 'sender-disputed') return { basis: 'disputed' };
    if (step.code === 'person-new') return { basis: 'unknown' };
    if (step.code === 'person-unidentified') return { basis: 'anonymous' };
    if (step.code === 'person-known') return { basis: 'identity', by: [{ type: step.params.type, value: step.params.value }] };
  }
  return undefined;
}
