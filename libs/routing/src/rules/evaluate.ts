import { compileCel } from './cel.js';
import { lastOf, type RoutingFacts } from './facts.js';
import { SOURCES, type Condition, type LISTED, type Rule, type RuleSet } from './rule-set.js';

type Test = (facts: RoutingFacts) => boolean;

/** Rules made ready for many contacts. */
export interface CompiledRules {
  readonly mode: RuleSet['mode'];
  readonly owners: RuleSet['owners'];
  /** Each with the indexes of its tests. */
  readonly rules: readonly { readonly rule: Rule; readonly asks: readonly number[] }[];
  /** Of all conditions; what several rules ask for, as the channel, is here once. */
  readonly tests: readonly Test[];
}

/** What a rule said of a contact. */
export interface RuleVerdict {
  readonly ruleId: string;
  readonly name: string;
  readonly outcome: 'matched' | 'not-matched' | 'disabled' | 'not-reached';
  /** Index of the first condition that didn't hold. */
  readonly failed?: number;
}

/** @throws Error  an expression that can't be parsed: the schema refuses it before */
export function compileRules({ mode, owners, rules }: RuleSet): CompiledRules {
  const tests: Test[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (condition: Condition): number => {
    const key = JSON.stringify(condition);
    const number = numbers.get(key) ?? tests.push(testOf(condition)) - 1;
    numbers.set(key, number);
    return number;
  };
  return { mode, owners, rules: rules.map((rule) => ({ rule, asks: rule.when.map(numberOf) })), tests };
}

/** The rules that hold, in their order: with mode `first` at most one. Pure. */
export function matchingRules({ mode, rules, tests }: CompiledRules, facts: RoutingFacts): Rule[] {
  const matching: Rule[] = [];
  const holds = answering(tests, facts);
  for (const { rule, asks } of rules) {
    if (!rule.enabled || !asks.every(holds)) continue;
    matching.push(rule);
    if (mode === 'first') break;
  }
  return matching;
}

/** The same, with what each rule said. Pure. */
export function traceRules({ mode, rules, tests }: CompiledRules, facts: RoutingFacts): RuleVerdict[] {
  const holds = answering(tests, facts);
  let decided = false;
  return rules.map(({ rule, asks }) => {
    const said = { ruleId: rule.id, name: rule.name };
    if (decided) return { ...said, outcome: 'not-reached' };
    if (!rule.enabled) return { ...said, outcome: 'disabled' };
    const failed = asks.findIndex((test) => !holds(test));
    if (failed >= 0) return { ...said, outcome: 'not-matched', failed };
    decided = mode === 'first';
    return { ...said, outcome: 'matched' };
  });
}

/** Runs each test once, when it is asked for first. */
function answering(tests: readonly Test[], facts: RoutingFacts): (test: number) => boolean {
  const answers: (boolean | undefined)[] = [];
  return (test) => (answers[test] ??= tests[test]!(facts));
}

function testOf(condition: Condition): Test {
  switch (condition.field) {
    case 'phone': return negated(condition.op === 'not-starts-with', ({ phone }) => phone !== undefined && condition.values.some((value) => phone.startsWith(value)));
    case 'text': return negated(condition.op === 'has-not', wordsTest(condition.values));
    case 'sum': return ({ sum }) => sum !== undefined && (condition.op === 'at-least' ? sum >= condition.value : sum < condition.value);
    case 'person': return personTest(condition.value);
    case 'hours': return ({ isOpen }) => isOpen === (condition.value === 'open');
    case 'time': return negated(condition.op === 'outside', timeTest(condition));
    case 'cel': return compileCel(condition.expression);
    default: return isSource(condition) ? sourceTest(condition) : listedTest(condition);
  }
}

type SourceCondition = Extract<Condition, { field: (typeof SOURCES)[number] }>;
type ListedCondition = Extract<Condition, { field: (typeof LISTED)[number] }>;

function isSource(condition: SourceCondition | ListedCondition): condition is SourceCondition {
  return (SOURCES as readonly string[]).includes(condition.field);
}

function sourceTest({ field, op, values }: SourceCondition): Test {
  const wanted = values.map(fold);
  if (op === 'contains') return ({ source }) => wanted.some((value) => fold(source[field] ?? '').includes(value));
  const set = new Set(wanted);
  return negated(op === 'not-in', ({ source }) => set.has(fold(source[field] ?? '')));
}

function listedTest({ field, op, values }: ListedCondition): Test {
  const set = new Set(values.map(fold));
  return negated(op === 'not-in', (facts) => {
    if (field === 'category') return facts.categories.some((category) => set.has(fold(category)));
    const value = field === 'account' ? facts.accountId : facts[field];
    return value !== undefined && set.has(fold(value));
  });
}

function personTest(value: 'known' | 'new' | 'vip' | 'not-vip'): Test {
  if (value === 'known') return ({ isKnown }) => isKnown;
  if (value === 'new') return ({ isKnown }) => !isKnown;
  return ({ isVip }) => isVip === (value === 'vip');
}

/** Words as they stand in the text, whatever their case; one that ends in `*` stands for all that begin so. */
function wordsTest(values: readonly string[]): Test {
  const patterns = values.map((value) => {
    const prefix = value.endsWith('*');
    const words = fold(prefix ? value.slice(0, -1) : value).replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
    return `${words}${prefix ? '' : '(?![\\p{L}\\p{N}])'}`;
  });
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join('|')})`, 'u');
  // Without the letters that it begins with there is no match, and these are found much sooner than a pattern.
  const beginnings = values.map((value) => fold(value).split(/[\s*]/, 1)[0]!);
  return (facts) => {
    const text = foldedText(facts);
    return beginnings.some((beginning) => text.includes(beginning)) && pattern.test(text);
  };
}

const foldedText = lastOf(({ text }) => folded(text));

function timeTest({ days, from, to }: { days: readonly number[]; from: string; to: string }): Test {
  return ({ at, timeZone }) => {
    const { day, clock } = localTime(at, timeZone);
    if (from <= to) return days.includes(day) && clock >= from && clock < to;
    // Over midnight: what begins on one of the days ends on the next morning.
    return (days.includes(day) && clock >= from) || (days.includes(day === 1 ? 7 : day - 1) && clock < to);
  };
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();
const DAYS: Readonly<Record<string, number>> = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 };

function localTime(at: Date, timeZone: string): { day: number; clock: string } {
  let format = FORMATS.get(timeZone);
  if (!format) FORMATS.set(timeZone, (format = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })));
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: DAYS[parts['weekday'] ?? ''] ?? 1, clock: `${parts['hour']}:${parts['minute']}` };
}

function negated(not: boolean, test: Test): Test {
  return not ? (facts) => !test(facts) : test;
}

/** Names of channels, sources and the like come again and again. */
const KNOWN = new Map<string, string>();
const KNOWN_CHARS = 64;
const MOST_KNOWN = 5_000;

export function fold(text: string): string {
  if (text.length > KNOWN_CHARS) return folded(text);
  let known = KNOWN.get(text);
  if (known === undefined) {
    if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
    KNOWN.set(text, (known = folded(text)));
  }
  return known;
}

const COMBINING = /[\u0300-\u036f]/;

/** Text stands as it came: what was put together of letters and marks is composed here. */
function folded(text: string): string {
  return (COMBINING.test(text) ? text.normalize('NFC') : text).toLowerCase().replaceAll('ё', 'е');
}
