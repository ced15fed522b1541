import { describe, expect, it } from '@jest/globals';
import { changesOf, moved, newId, type Rule, type RuleSet } from './rules';

const rule = (id: string, more: Partial<Rule> = {}): Rule => ({ id, name: id.toUpperCase(), enabled: true, when: [], target: { kind: 'pool' }, beforeOwner: false, skills: [], ...more });
const set = (...rules: Rule[]): RuleSet => ({ mode: 'first', owners: {}, rules });
const told = (before: RuleSet, after: RuleSet) => changesOf(before, after).map(({ kind, rule: { id } }) => `${kind} ${id}`);

describe('what a version changed', () => {
  it('names what came, went and says something else', () => {
    expect(told(set(rule('a'), rule('b')), set(rule('b', { enabled: false }), rule('c')))).toEqual(['removed a', 'changed b', 'added c']);
    expect(told(set(rule('a')), set(rule('a', { when: [{ field: 'channel', op: 'in', values: ['vk'] }] })))).toEqual(['changed a']);
  });

  it('calls moved only those that left the order', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => rule(id)) as [Rule, Rule, Rule, Rule];
    expect(told(set(a, b, c, d), set(d, a, b, c))).toEqual(['moved d']);
    expect(told(set(a, b, c), set(b, c))).toEqual(['removed a']);
    expect(told(set(a, b), set(a, b))).toEqual([]);
  });

  it('does not mind sentences', () => expect(told(set(rule('a', { sentence: 'x' })), set(rule('a', { sentence: 'y' })))).toEqual([]));
});

describe('a list of rules', () => {
  it('is put into another order', () => expect(moved([rule('a'), rule('b'), rule('c')], 2, 0).map(({ id }) => id)).toEqual(['c', 'a', 'b']));
  it('gives each an id of its own', () => {
    expect([newId('Big sums', []), newId('Big sums', [rule('big-sums')]), newId('Жалобы', [])]).toEqual(['big-sums', 'big-sums-2', 'rule']);
  });
});
