import type { Decision, Step, StepCode } from '../decision.js';
import { textsEn } from './texts-en.js';
import { textsRu } from './texts-ru.js';

/** A decision in plain words. */
export interface Explanation {
  /** What came of it and why, in one sentence. */
  readonly sentence: string;
  /** One sentence for each step. */
  readonly steps: readonly string[];
}

type Params<Code extends StepCode> = Extract<Step, { code: Code }>['params'];
type Text<Code extends StepCode> = (params: Params<Code>) => string;

/** Steps that a decision may end with. */
type LastCode =
  | 'not-lead' | 'lead-joined' | 'repeat-not-opened' | 'owner-first' | 'owner-waits' | 'substitute' | 'company-owner' | 'account-owner'
  | 'rule-manager' | 'rule-head' | 'pool-rule' | 'held' | 'duty' | 'queue-even' | 'queue-strict' | 'queue-random' | 'queue-least-loaded' | 'queue-all'
  | 'behind-others' | 'pool-no-manager' | 'pool-no-queue' | 'never-opens' | 'escalated-next' | 'escalated-head' | 'escalated-pool';

/** The words of one language. */
export interface Texts {
  readonly steps: { readonly [Code in StepCode]: Text<Code> };
  readonly sentences: { readonly [Code in LastCode]: Text<Code> };
}

const TEXTS: Readonly<Record<'ru' | 'en', Texts>> = { ru: textsRu, en: textsEn };

/** Says a decision in Russian or English. A code of a later version, met in stored data, stands as it is. */
export function explain(decision: Decision, locale: 'ru' | 'en'): Explanation {
  const texts = TEXTS[locale];
  const steps = decision.steps.map((step) => say(texts.steps, step));
  const last = decision.steps.at(-1);
  return { sentence: last ? say(texts.sentences, last) : '', steps };
}

function say(texts: object, step: Step): string {
  const text: unknown = Object.hasOwn(texts, step.code) ? Reflect.get(texts, step.code) : undefined;
  return typeof text === 'function' ? String(text(step.params)) : step.code;
}
