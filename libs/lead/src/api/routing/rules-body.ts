import { refuseTwice, ruleSchema, ruleSetFields, type RuleSet } from '@tributary/routing';
import { z } from 'zod';
import { Paragraphs } from '../fields.js';

/** What a client sends: rules as they are shown may come back with their sentences, which nobody reads. Nothing sent is no empty list. */
export const RulesBody = z
  .strictObject({
    ...ruleSetFields,
    rules: z.array(ruleSchema.extend({ sentence: z.string().max(20_000).optional() })).max(500),
    version: z.int().min(0).optional(),
    note: Paragraphs(500).default(''),
  })
  .superRefine(refuseTwice);
export type RulesBody = z.infer<typeof RulesBody>;

export function rulesOf({ mode, rules, owners }: Pick<RulesBody, 'mode' | 'rules' | 'owners'>): RuleSet {
  return { mode, owners, rules: rules.map(({ sentence: _, ...rule }) => rule) };
}
