import { explain, type Choice, type Decision, type Explanation, type PersonMatch, type Step } from '@tributary/routing';

/** Steps that the lead service adds to those of routing: how the contact came to be decided at all. */
export type LeadStep =
  | Step
  | { readonly code: 'by-hand'; readonly params: { readonly user: string } }
  /** Given to this manager by a user; empty: to the pool. */
  | { readonly code: 'assigned-by-hand'; readonly params: { readonly manager: string } }
  /** Nobody knows the line that the contact names. */
  | { readonly code: 'line-unknown'; readonly params: { readonly line: string; readonly used: string } }
  /** It carries identities of several persons; the one with the strongest claim has it. */
  | { readonly code: 'several-persons'; readonly params: Readonly<Record<string, never>> }
  | { readonly code: 'shared-identities'; readonly params: Readonly<Record<string, never>> }
  | { readonly code: 'sender-disputed'; readonly params: Readonly<Record<string, never>> };

/** As it is kept with the contact. */
export interface LeadDecision {
  readonly managerId?: string;
  readonly queueId?: string;
  readonly steps: readonly LeadStep[];
  /** Only what the steps don't tell: see `matchTrace`. */
  readonly match?: MatchTrace;
}

/** What became of a lead, with the lead service's own steps. */
export type LeadChoice = Omit<Choice, 'decision'> & { readonly decision: LeadDecision };

/** Why this person. What the contact's identities were stands in the contact. */
export interface MatchTrace {
  readonly basis: string;
  /** Identities that told. */
  readonly by?: readonly { readonly type: string; readonly value: string }[];
  /** Several persons it could have been, the strongest first; the score is the number of identities that a provider vouched for. */
  readonly candidates?: readonly { readonly personId: string; readonly score: number; readonly knownSince?: string }[];
}

type OwnStep = Exclude<LeadStep, Step>;
type OwnTexts = { readonly [Code in OwnStep['code']]: (params: Extract<OwnStep, { code: Code }>['params']) => string };

const TEXTS: Readonly<Record<'ru' | 'en', OwnTexts>> = {
  ru: {
    'by-hand': ({ user }) => `Лид заведён вручную (${user}).`,
    'assigned-by-hand': ({ manager }) => (manager ? `Лид передан: ${manager}.` : 'Лид оставлен в общем списке.'),
    'line-unknown': ({ line, used }) => `Линии «${line}» нет, взята линия «${used}».`,
    'several-persons': () => 'Адреса из обращения принадлежат разным людям; выбран тот, чьи адреса подтверждены надёжнее.',
    'shared-identities': () => 'Указаны только общие адреса, по ним человека не узнать.',
    'sender-disputed': () => 'Почтовая служба не подтверждает отправителя: письмо могло быть подделано, с известным человеком оно не связано.',
  },
  en: {
    'by-hand': ({ user }) => `Entered by hand by ${user}.`,
    'assigned-by-hand': ({ manager }) => (manager ? `Given to ${manager}.` : 'Left in the open pool.'),
    'line-unknown': ({ line, used }) => `There is no line "${line}"; line "${used}" was taken.`,
    'several-persons': () => 'The addresses given belong to different people; the best confirmed one was chosen.',
    'shared-identities': () => 'Only shared addresses were given: they do not tell who it is.',
    'sender-disputed': () => 'The mail service denies the sender: the message may be forged and is not joined to a known person.',
  },
};

/** Says a kept decision in plain words. */
export function explainDecision(decision: LeadDecision, locale: 'ru' | 'en'): Explanation {
  const steps = decision.steps.map((step) => ownText(step, locale) ?? explain(asRouting(step), locale).steps[0] ?? step.code);
  const last = decision.steps.at(-1);
  if (!last) return { sentence: '', steps };
  return { sentence: ownText(last, locale) ?? explain(asRouting(last), locale).sentence, steps };
}

function ownText(step: LeadStep, locale: 'ru' | 'en'): string | undefined {
  const texts: Readonly<Record<string, unknown>> = TEXTS[locale];
  const text = Object.hasOwn(texts, step.code) ? texts[step.code] : undefined;
  return typeof text === 'function' ? String(text(step.params)) : undefined;
}

function asRouting(step: LeadStep): Decision {
  return { steps: [step as Step] };
}

/** Who the person was to us when a kept decision was made, with the name and manager of today. */
export function personThen({ decision, manager_id, name }: { readonly decision: LeadDecision; readonly manager_id: string | null; readonly name: string | null }): PersonMatch {
  const known = decision.steps.find((step) => step.code === 'person-known');
  if (known) return { status: 'known', name: name ?? '', by: { type: known.params.type, value: known.params.value }, ownerId: manager_id ?? undefined };
  return { status: decision.steps.some(({ code }) => code === 'person-unidentified') ? 'unidentified' : 'new' };
}
