import type { Condition, Rule } from '../rules/rule-set.js';

/** Names of what rules point to; an id that is not there stands as it is. */
export interface RuleNames {
  readonly managers: ReadonlyMap<string, string>;
  readonly queues: ReadonlyMap<string, string>;
  readonly departments: ReadonlyMap<string, string>;
  readonly lines: ReadonlyMap<string, string>;
  readonly accounts: ReadonlyMap<string, string>;
  readonly companies: ReadonlyMap<string, string>;
}

type Locale = 'ru' | 'en';

const FIELDS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  ru: {
    channel: 'канал', account: 'подключение', line: 'линия', kind: 'вид обращения', language: 'язык', country: 'страна', region: 'регион', category: 'категория',
    company: 'компания', currency: 'валюта', page: 'страница', referrer: 'откуда пришли', campaign: 'кампания',
  },
  en: {
    channel: 'the channel', account: 'the connection', line: 'the line', kind: 'the kind', language: 'the language', country: 'the country', region: 'the region',
    category: 'the category', company: 'the company', currency: 'the currency', page: 'the page', referrer: 'the referrer', campaign: 'the campaign',
  },
};
const DAYS: Readonly<Record<Locale, readonly string[]>> = {
  ru: ['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
};
const PERSON: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  ru: { known: 'человек уже известен', new: 'человек новый', vip: 'клиент VIP', 'not-vip': 'клиент не VIP' },
  en: { known: 'the person is known', new: 'the person is new', vip: 'the client is a VIP', 'not-vip': 'the client is no VIP' },
};

/** A rule as one sentence: "If the channel is telegram, the lead goes to the queue “Sales”." Pure. */
export function sayRule(rule: Pick<Rule, 'when' | 'target' | 'skills' | 'beforeOwner'>, names: RuleNames, locale: Locale): string {
  const conditions = rule.when.map((condition) => sayCondition(condition, names, locale));
  const list = new Intl.ListFormat(locale, { type: 'conjunction' }).format(conditions);
  const skills = rule.skills.length === 0 ? '' : locale === 'ru' ? `; нужны навыки: ${rule.skills.join(', ')}` : `; skills needed: ${rule.skills.join(', ')}`;
  const first = !rule.beforeOwner ? '' : locale === 'ru' ? ', даже если у человека есть свой менеджер' : ', even if the person has a manager of their own';
  if (locale === 'ru') return `${conditions.length === 0 ? 'Любое обращение' : `Если ${list}, лид`} ${sayTarget(rule, names, locale)}${first}${skills}.`;
  return `${conditions.length === 0 ? 'Every contact' : `If ${list}, the lead`} ${sayTarget(rule, names, locale)}${first}${skills}.`;
}

function sayTarget({ target }: Pick<Rule, 'target'>, names: RuleNames, locale: Locale): string {
  const ru = locale === 'ru';
  switch (target.kind) {
    case 'manager': return ru ? `получает ${named(names.managers, target.managerId)}` : `goes to ${named(names.managers, target.managerId)}`;
    case 'queue': return ru ? `идёт в очередь «${named(names.queues, target.queueId)}»` : `goes to the queue “${named(names.queues, target.queueId)}”`;
    case 'head': return ru ? `получает руководитель отдела «${named(names.departments, target.departmentId)}»` : `goes to the head of the department “${named(names.departments, target.departmentId)}”`;
    case 'pool': return ru ? 'остаётся в общем списке' : 'stays in the open pool';
  }
}

function sayCondition(condition: Condition, names: RuleNames, locale: Locale): string {
  const ru = locale === 'ru';
  switch (condition.field) {
    case 'phone': {
      const values = oneOf(condition.values, locale);
      if (ru) return condition.op === 'starts-with' ? `телефон начинается с ${values}` : `телефон не начинается с ${values}`;
      return condition.op === 'starts-with' ? `the phone starts with ${values}` : `the phone does not start with ${values}`;
    }
    case 'text': {
      const values = oneOf(condition.values.map((value) => (ru ? `«${value}»` : `“${value}”`)), locale);
      if (ru) return condition.op === 'has' ? `в тексте есть ${values}` : `в тексте нет ни слова из ${values}`;
      return condition.op === 'has' ? `the text has ${values}` : `the text has none of ${values}`;
    }
    case 'sum': {
      const value = new Intl.NumberFormat(locale).format(condition.value);
      if (ru) return condition.op === 'at-least' ? `сумма не меньше ${value}` : `сумма меньше ${value}`;
      return condition.op === 'at-least' ? `the sum is at least ${value}` : `the sum is below ${value}`;
    }
    case 'person': return PERSON[locale][condition.value] ?? condition.value;
    case 'hours': return ru ? `линия ${condition.value === 'open' ? 'работает' : 'не работает'}` : `the line is ${condition.value}`;
    case 'time': {
      const days = condition.days.length === 7 ? '' : `${[...condition.days].sort().map((day) => DAYS[locale][day - 1]).join(', ')} `;
      if (ru) return `время ${condition.op === 'within' ? '' : 'не '}${days}с ${condition.from} до ${condition.to}`;
      return `the time is ${condition.op === 'within' ? '' : 'not '}${days}${condition.from} to ${condition.to}`;
    }
    case 'cel': return ru ? `верно выражение «${condition.expression}»` : `the expression “${condition.expression}” holds`;
    default: {
      const values = oneOf(condition.values.map((value) => nameOf(condition.field, value, names)), locale);
      const field = FIELDS[locale][condition.field] ?? condition.field;
      if (condition.op === 'contains') return ru ? `${field} содержит ${values}` : `${field} contains ${values}`;
      if (condition.op === 'in') return ru ? `${field}: ${values}` : `${field} is ${values}`;
      return ru ? `${field} не ${values}` : `${field} is not ${values}`;
    }
  }
}

function nameOf(field: string, value: string, names: RuleNames): string {
  if (field === 'line') return named(names.lines, value);
  if (field === 'account') return named(names.accounts, value);
  return field === 'company' ? named(names.companies, value) : value;
}

function oneOf(values: readonly string[], locale: Locale): string {
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(values);
}

function named(names: ReadonlyMap<string, string>, id: string): string {
  return names.get(id) ?? id;
}
