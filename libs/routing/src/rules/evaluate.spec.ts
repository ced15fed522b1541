import { describe, expect, it } from '@jest/globals';
import { facts } from '../testing/offices.js';
import { compileRules, matchingRules, traceRules } from './evaluate.js';
import { conditionSchema, ruleSetSchema, type Condition } from './rule-set.js';
import type { RoutingFacts } from './facts.js';

const pool = { kind: 'pool' };
const holds = (condition: unknown, given: Partial<RoutingFacts>): boolean =>
  matchingRules(compileRules(ruleSetSchema.parse({ rules: [{ id: 'r', name: 'R', when: [condition], target: pool }] })), facts(given)).length === 1;

describe('a condition', () => {
  it.each<[unknown, Partial<RoutingFacts>, boolean]>([
    [{ field: 'channel', op: 'in', values: ['vk', 'form'] }, {}, true],
    [{ field: 'channel', op: 'not-in', values: ['vk'] }, {}, true],
    [{ field: 'category', op: 'in', values: ['Двери'] }, { categories: ['окна', 'двери'] }, true],
    [{ field: 'category', op: 'not-in', values: ['двери'] }, { categories: ['окна', 'двери'] }, false],
    [{ field: 'country', op: 'in', values: ['kz'] }, { country: 'KZ' }, true],
    [{ field: 'region', op: 'not-in', values: ['RU-MOW'] }, { region: undefined }, true],
    [{ field: 'company', op: 'in', values: ['c1'] }, {}, false],
    [{ field: 'utm_source', op: 'in', values: ['Yandex'] }, { source: { utm_source: 'yandex' } }, true],
    [{ field: 'page', op: 'contains', values: ['/sale'] }, { source: { page: 'https://example.com/sale/1' } }, true],
    [{ field: 'phone', op: 'starts-with', values: ['+7495', '+7499'] }, { phone: '+74991234567' }, true],
    [{ field: 'phone', op: 'not-starts-with', values: ['+7495'] }, {}, true],
    [{ field: 'text', op: 'has', values: ['возврат'] }, { text: 'Хочу ВОЗВРАТ, срочно' }, true],
    [{ field: 'text', op: 'has', values: ['возврат'] }, { text: 'о возвратах' }, false],
    [{ field: 'text', op: 'has', values: ['возврат*'] }, { text: 'о возвратах' }, true],
    [{ field: 'text', op: 'has', values: ['еще раз'] }, { text: 'Ещё  раз пишу' }, true],
    [{ field: 'text', op: 'has', values: ['еще раз'] }, { text: 'ещё не раз' }, false],
    [{ field: 'text', op: 'has', values: ['чай'] }, { text: 'где е\u0308лка и чаи\u0306' }, true],
    [{ field: 'text', op: 'has', values: ['*важно', 'a*b'] }, { text: 'it is a*b' }, true],
    [{ field: 'text', op: 'has', values: ['нет', 'возврат*'] }, { text: 'невозвратный билет' }, false],
    [{ field: 'text', op: 'has-not', values: ['c++ (old)'] }, { text: 'about c++ (old)' }, false],
    [{ field: 'sum', op: 'at-least', value: 1000 }, { sum: 1000 }, true],
    [{ field: 'sum', op: 'below', value: 1000 }, {}, false],
    [{ field: 'person', op: 'is', value: 'new' }, {}, true],
    [{ field: 'person', op: 'is', value: 'vip' }, { isVip: true }, true],
    [{ field: 'hours', op: 'is', value: 'closed' }, { isOpen: false }, true],
    [{ field: 'time', op: 'within', from: '12:00', to: '13:00' }, {}, true],
    [{ field: 'time', op: 'within', days: [5], from: '12:00', to: '13:00' }, {}, false],
    [{ field: 'time', op: 'within', from: '22:00', to: '12:01' }, {}, true],
    [{ field: 'time', op: 'outside', from: '09:00', to: '18:00' }, { timeZone: 'Asia/Kamchatka' }, true],
    [{ field: 'cel', expression: 'sum > 1000.0 && "двери" in categories' }, { sum: 2000, categories: ['двери'] }, true],
    [{ field: 'cel', expression: 'source["utm_source"] == "x"' }, {}, false],
    [{ field: 'cel', expression: 'text.matches("(a+)+$")' }, { text: `${'a'.repeat(5_000)}b` }, false],
    [{ field: 'cel', expression: 'categories.exists(a, ["двери", "окна"].exists(b, a == b))' }, { categories: ['двери'] }, true],
    [{ field: 'cel', expression: 'at.getHours("Europe/Moscow") == 12' }, {}, true],
  ])('%j of %j: %s', (condition, given, expected) => expect(holds(condition, given)).toBe(expected));

  it.each<[string, unknown, string]>([
    ['a field that nobody knows', { field: 'weather', op: 'in', values: ['rain'] }, 'field'],
    ['no values', { field: 'channel', op: 'in', values: [] }, 'values'],
    ['a clock of 25 hours', { field: 'time', op: 'within', from: '25:00', to: '26:00' }, 'from'],
    ['half an expression', { field: 'cel', expression: 'sum >' }, 'expression'],
    ['a name that no contact has', { field: 'cel', expression: 'weather == "rain"' }, 'expression'],
    ['an expression that is a number', { field: 'cel', expression: 'sum + 1.0' }, 'expression'],
    ['three loops in one another', { field: 'cel', expression: '[1].all(a, [1].all(b, [1].all(c, a == b)))' }, 'expression'],
    ['two long loops in one another', { field: 'cel', expression: `[${'1,'.repeat(39)}1].all(a, [${'1,'.repeat(39)}1].all(b, a == b))` }, 'expression'],
    ['a loop over what a loop over loops made', { field: 'cel', expression: 'categories.map(a, categories.map(b, categories.map(c, b))).size() == 1' }, 'expression'],
    ['what can’t be done with a number', { field: 'cel', expression: 'size(sum) > 1' }, 'expression'],
  ])('is refused with %s', (_, condition, field) => {
    const { error } = conditionSchema.safeParse(condition);
    expect(error?.issues.map(({ path }) => path[0])).toContain(field);
  });
});

describe('rules', () => {
  const rule = (id: string, when: Condition[], more = {}) => ({ id, name: id.toUpperCase(), when, target: pool, ...more });
  const form: Condition = { field: 'channel', op: 'in', values: ['form'] };
  const vk: Condition = { field: 'channel', op: 'in', values: ['vk'] };

  it('say in turn what became of each: the first that holds ends it', () => {
    const rules = compileRules(ruleSetSchema.parse({ rules: [rule('a', [form, vk]), rule('b', [form], { enabled: false }), rule('c', [form]), rule('d', [])] }));
    expect(traceRules(rules, facts())).toEqual([
      { ruleId: 'a', name: 'A', outcome: 'not-matched', failed: 1 },
      { ruleId: 'b', name: 'B', outcome: 'disabled' },
      { ruleId: 'c', name: 'C', outcome: 'matched' },
      { ruleId: 'd', name: 'D', outcome: 'not-reached' },
    ]);
    expect(matchingRules(rules, facts()).map(({ id }) => id)).toEqual(['c']);
  });

  it('hold all of them where all are asked', () => {
    const rules = compileRules(ruleSetSchema.parse({ mode: 'all', rules: [rule('a', [form]), rule('b', [vk]), rule('c', [])] }));
    expect(matchingRules(rules, facts()).map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('have each an id of its own', () => {
    const { error } = ruleSetSchema.safeParse({ rules: [rule('a', []), rule('a', [])] });
    expect(error?.issues[0]).toMatchObject({ path: ['rules', 1, 'id'], params: { code: 'twice' } });
  });

  it('answers each contact for itself, whichever came before', () => {
    const has: Condition = { field: 'text', op: 'has', values: ['окна'] };
    const cel: Condition = { field: 'cel', expression: 'text.contains("двери")' };
    const rules = compileRules(ruleSetSchema.parse({ rules: [rule('a', [has]), rule('b', [cel])] }));
    const [windows, doors, neither] = [facts({ text: 'окна' }), facts({ text: 'двери' }), facts()];
    expect([windows, doors, windows, neither, doors].map((each) => matchingRules(rules, each).map(({ id }) => id))).toEqual([['a'], ['b'], ['a'], [], ['b']]);
  });

  it('ask what they share once', () => {
    let asked = 0;
    const counted = Object.defineProperty(facts(), 'channel', { get: () => ((asked += 1), 'form') });
    const rules = compileRules(ruleSetSchema.parse({ mode: 'all', rules: [rule('a', [form]), rule('b', [form, vk]), rule('c', [{ ...form }])] }));
    expect(matchingRules(rules, counted).map(({ id }) => id)).toEqual(['a', 'c']);
    // For `form` and for `vk`.
    expect(asked).toBe(2);
  });
});
