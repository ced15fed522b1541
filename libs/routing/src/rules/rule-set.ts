import { z } from 'zod';
import { celFault } from './cel.js';

const Text = z.string().trim().min(1).max(200);
const Values = z.array(Text).min(1).max(500);
const MOST_OWNERS = 1_000;
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const Id = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/);
const Uuid = z.string().regex(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i);

/** Facts that are one of several values. */
export const LISTED = ['channel', 'account', 'line', 'kind', 'language', 'country', 'region', 'category', 'company', 'currency'] as const;
/** What is known of where a contact comes from. */
export const SOURCES = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'page', 'referrer', 'campaign'] as const;

/** One question about a contact. All conditions of a rule must hold. */
export const conditionSchema = z.discriminatedUnion('field', [
  z.strictObject({ field: z.enum(LISTED), op: z.enum(['in', 'not-in']), values: Values }),
  z.strictObject({ field: z.enum(SOURCES), op: z.enum(['in', 'not-in', 'contains']), values: Values }),
  z.strictObject({ field: z.literal('phone'), op: z.enum(['starts-with', 'not-starts-with']), values: z.array(z.string().regex(/^\+\d{1,14}$/)).min(1).max(500) }),
  z.strictObject({ field: z.literal('text'), op: z.enum(['has', 'has-not']), values: Values }),
  z.strictObject({ field: z.literal('sum'), op: z.enum(['at-least', 'below']), value: z.number().min(0).max(1e12) }),
  z.strictObject({ field: z.literal('person'), op: z.literal('is'), value: z.enum(['known', 'new', 'vip', 'not-vip']) }),
  z.strictObject({ field: z.literal('hours'), op: z.literal('is'), value: z.enum(['open', 'closed']) }),
  z.strictObject({ field: z.literal('time'), op: z.enum(['within', 'outside']), days: z.array(z.int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5, 6, 7]), from: Clock, to: Clock }),
  z.strictObject({ field: z.literal('cel'), expression: z.string().trim().min(1).max(1_000) }).superRefine(({ expression }, { addIssue }) => {
    const fault = celFault(expression);
    if (fault !== undefined) addIssue({ code: 'custom', path: ['expression'], params: { code: 'cel', reason: fault } });
  }),
]);
export type Condition = z.infer<typeof conditionSchema>;

/** Where a contact goes. */
export const targetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('manager'), managerId: Uuid }),
  z.strictObject({ kind: z.literal('queue'), queueId: Id }),
  z.strictObject({ kind: z.literal('head'), departmentId: Id }),
  z.strictObject({ kind: z.literal('pool') }),
]);
export type Target = z.infer<typeof targetSchema>;

export const ruleSchema = z.strictObject({
  id: Id,
  name: Text,
  enabled: z.boolean().default(true),
  /** All of them; none: every contact. */
  when: z.array(conditionSchema).max(50).default([]),
  target: targetSchema,
  /** Goes before the person's own manager. */
  beforeOwner: z.boolean().default(false),
  /** Who takes it must have all of these. */
  skills: z.array(Text).max(20).default([]),
});
export type Rule = z.infer<typeof ruleSchema>;

/** Fields of a rule set. */
export const ruleSetFields = {
  /** `first`: the first that holds decides. `all`: of all that hold, the first whose target has somebody. */
  mode: z.enum(['first', 'all']).default('first'),
  rules: z.array(ruleSchema).max(500).default([]),
  /** Manager of an account (a form, a mailbox): gets what comes by it. */
  owners: z.record(z.string().min(1).max(200), Uuid).superRefine(refuseMany).default({}),
};

function refuseMany(owners: Readonly<Record<string, string>>, { addIssue }: Pick<z.RefinementCtx, 'addIssue'>): void {
  if (Object.keys(owners).length > MOST_OWNERS) addIssue({ code: 'too_big', origin: 'number', maximum: MOST_OWNERS, inclusive: true, input: owners });
}

/** Each id once. */
export function refuseTwice({ rules }: { readonly rules: readonly { readonly id: string }[] }, { addIssue }: Pick<z.RefinementCtx, 'addIssue'>): void {
  for (const [index, { id }] of rules.entries()) {
    if (rules.findIndex((rule) => rule.id === id) < index) addIssue({ code: 'custom', path: ['rules', index, 'id'], params: { code: 'twice', id } });
  }
}

/** All rules, in their order. */
export const ruleSetSchema = z.strictObject(ruleSetFields).superRefine(refuseTwice);
export type RuleSet = z.infer<typeof ruleSetSchema>;

export const NO_RULES: RuleSet = { mode: 'first', rules: [], owners: {} };
