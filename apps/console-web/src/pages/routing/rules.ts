/** Rules as the API has them; `sentence` is the server's. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly when: readonly Condition[];
  readonly target: Target;
  readonly beforeOwner: boolean;
  readonly skills: readonly string[];
  readonly sentence?: string;
}

export interface Condition {
  readonly field: string;
  readonly op?: string;
  readonly values?: readonly string[];
  readonly value?: string | number;
  readonly days?: readonly number[];
  readonly from?: string;
  readonly to?: string;
  readonly expression?: string;
}

export type Target =
  | { readonly kind: 'manager'; readonly managerId: string }
  | { readonly kind: 'queue'; readonly queueId: string }
  | { readonly kind: 'head'; readonly departmentId: string }
  | { readonly kind: 'pool' };

export interface RuleSet {
  readonly mode: 'first' | 'all';
  readonly rules: readonly Rule[];
  readonly owners: Readonly<Record<string, string>>;
}

export interface RulesVersion extends RuleSet {
  readonly version: number;
  readonly author?: string;
  readonly note?: string;
  readonly createdAt?: string;
}

/** What a version changed of the one before. */
export type Change =
  | { readonly kind: 'added' | 'removed' | 'moved'; readonly rule: Rule }
  | { readonly kind: 'changed'; readonly rule: Rule; readonly before: Rule };

/** Rules by their ids: which came, went, say something else, or stand elsewhere among those that stayed. Pure. */
export function changesOf(before: RuleSet, after: RuleSet): Change[] {
  const old = new Map(before.rules.map((rule) => [rule.id, rule]));
  const now = new Map(after.rules.map((rule) => [rule.id, rule]));
  const stayed = before.rules.filter(({ id }) => now.has(id)).map(({ id }) => id);
  const order = after.rules.filter(({ id }) => old.has(id)).map(({ id }) => id);
  const still = new Set(longestCommon(stayed, order));
  return [
    ...before.rules.filter(({ id }) => !now.has(id)).map((rule): Change => ({ kind: 'removed', rule })),
    ...after.rules.flatMap((rule): Change[] => {
      const was = old.get(rule.id);
      if (!was) return [{ kind: 'added', rule }];
      return [
        ...(said(was) === said(rule) ? [] : [{ kind: 'changed' as const, rule, before: was }]),
        ...(still.has(rule.id) ? [] : [{ kind: 'moved' as const, rule }]),
      ];
    }),
  ];
}

function said({ sentence: _, ...rule }: Rule): string {
  return JSON.stringify(rule, Object.keys(rule).sort()) + JSON.stringify([rule.when, rule.target, rule.skills]);
}

/** The most that kept their order: all others were moved. */
function longestCommon(a: readonly string[], b: readonly string[]): string[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  }
  const common: string[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      common.push(a[i]!);
      i++;
      j++;
    } else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  return common;
}

/** Puts the rule at one place before another. Pure. */
export function moved(rules: readonly Rule[], from: number, to: number): Rule[] {
  const list = [...rules];
  const [rule] = list.splice(from, 1);
  if (rule) list.splice(to, 0, rule);
  return list;
}

/** An id of its own, from the name where it has Latin letters. Pure. */
export function newId(name: string, rules: readonly Rule[]): string {
  const base = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40) || 'rule';
  let id = base;
  for (let n = 2; rules.some((rule) => rule.id === id); n++) id = `${base}-${n}`;
  return id;
}

export function withoutSentences({ mode, rules, owners }: RuleSet): RuleSet {
  return { mode, owners, rules: rules.map(({ sentence: _, ...rule }) => rule) };
}
