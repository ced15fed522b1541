import { describe, expect, it } from '@jest/globals';
import { sayRule } from './say-rule.js';
import { explain } from './explain.js';
import type { Step } from '../decision.js';
import type { Rule } from '../rules/rule-set.js';

const manager = 'Анна Иванова';
const queue = 'Продажи';
const opensAt = { at: '2026-11-30T06:00:00.000Z', timeZone: 'Europe/Moscow' };

/** What people read of each decision, word for word. */
const GOLDEN: readonly (readonly [Step, ru: string, en: string])[] = [
  [{ code: 'owner-waits', params: { manager, until: opensAt } }, 'Лид получает Анна Иванова, потому что уже работает с этим человеком; если менеджер не вернётся до пн, 30 ноября в 09:00, лид получит другой.', 'The lead goes to Анна Иванова, who already works with this person; if they aren’t back by Mon 30 November at 09:00, somebody else gets it.'],
  [{ code: 'substitute', params: { manager, away: 'Борис Ким' } }, 'Лид получает Анна Иванова на время отсутствия (Борис Ким).', 'The lead goes to Анна Иванова, who stands in for Борис Ким.'],
  [{ code: 'company-owner', params: { company: 'Ромашка', manager } }, 'Лид получает Анна Иванова, потому что работает с компанией «Ромашка».', 'The lead goes to Анна Иванова, who works with the company “Ромашка”.'],
  [{ code: 'account-owner', params: { manager } }, 'Лид получает Анна Иванова: за этим подключением закреплён этот менеджер.', 'The lead goes to Анна Иванова, who looks after the connection that it came by.'],
  [{ code: 'rule-manager', params: { rule: 'Крупные суммы', manager } }, 'Лид получает Анна Иванова по правилу «Крупные суммы».', 'The lead goes to Анна Иванова by the rule “Крупные суммы”.'],
  [{ code: 'rule-head', params: { rule: 'Жалобы', department: 'Сервис', manager } }, 'Лид получает Анна Иванова, руководитель отдела «Сервис», по правилу «Жалобы».', 'The lead goes to Анна Иванова, head of the department “Сервис”, by the rule “Жалобы”.'],
  [{ code: 'pool-rule', params: { rule: 'Прочее' } }, 'Лид в общем списке по правилу «Прочее».', 'The lead is in the open pool by the rule “Прочее”.'],
  [{ code: 'held', params: { line: 'Москва', opensAt } }, 'Линия «Москва» сейчас не работает; лид ждёт открытия: пн, 30 ноября в 09:00.', 'The line “Москва” is closed; the lead waits until it opens on Mon 30 November at 09:00.'],
  [{ code: 'duty', params: { manager } }, 'Лид получает Анна Иванова: линия сейчас не работает, это дежурный менеджер.', 'The lead goes to Анна Иванова, who is on duty while the line is closed.'],
  [{ code: 'queue-strict', params: { queue, manager } }, 'Лид получает Анна Иванова: первый по порядку в очереди «Продажи», кто может его взять.', 'The lead goes to Анна Иванова, the first in the queue “Продажи” who can take it.'],
  [{ code: 'queue-random', params: { queue, manager } }, 'Лид получает Анна Иванова: случайный выбор в очереди «Продажи».', 'The lead goes to Анна Иванова, drawn at random from the queue “Продажи”.'],
  [{ code: 'queue-least-loaded', params: { queue, manager, load: 0 } }, 'Лид получает Анна Иванова: меньше всех загружен в очереди «Продажи» (открытых лидов нет).', 'The lead goes to Анна Иванова, the least loaded in the queue “Продажи” (no open leads).'],
  [{ code: 'queue-least-loaded', params: { queue, manager, load: 1 } }, 'Лид получает Анна Иванова: меньше всех загружен в очереди «Продажи» (открыт 1 лид).', 'The lead goes to Анна Иванова, the least loaded in the queue “Продажи” (1 open lead).'],
  [{ code: 'queue-least-loaded', params: { queue, manager, load: 22 } }, 'Лид получает Анна Иванова: меньше всех загружен в очереди «Продажи» (открыто 22 лида).', 'The lead goes to Анна Иванова, the least loaded in the queue “Продажи” (22 open leads).'],
  [{ code: 'queue-least-loaded', params: { queue, manager, load: 11 } }, 'Лид получает Анна Иванова: меньше всех загружен в очереди «Продажи» (открыто 11 лидов).', 'The lead goes to Анна Иванова, the least loaded in the queue “Продажи” (11 open leads).'],
  [{ code: 'queue-all', params: { queue, managers: [manager, 'Борис Ким', 'Вера Лапина'] } }, 'Лид предложен сразу всем в очереди «Продажи», кто на месте (Анна Иванова, Борис Ким и Вера Лапина); его получит тот, кто возьмёт первым.', 'The lead is offered to everybody in the queue “Продажи” who is there (Анна Иванова, Борис Ким, and Вера Лапина); the first to take it has it.'],
  [{ code: 'behind-others', params: { queue } }, 'Лид ждёт в очереди «Продажи»: раньше него пришли другие.', 'The lead waits in the queue “Продажи”: others came before it.'],
  [{ code: 'escalated-next', params: { queue, manager } }, 'Лид не взяли вовремя, поэтому его получает Анна Иванова, следующий в очереди «Продажи».', 'The lead was not taken in time, so it goes to Анна Иванова, who is next in the queue “Продажи”.'],
  [{ code: 'escalated-head', params: { department: 'Сервис', manager } }, 'Лид не взяли вовремя, поэтому его получает Анна Иванова, руководитель отдела «Сервис».', 'The lead was not taken in time, so it goes to Анна Иванова, head of the department “Сервис”.'],
  [{ code: 'escalated-pool', params: {} }, 'Лид не взяли вовремя, и предложить его больше некому: он ждёт в общем списке.', 'The lead was not taken in time and there is nobody left to offer it to: it waits in the open pool.'],
];

/** The reasons on the way there. */
const REASONS: readonly (readonly [Step, ru: string, en: string])[] = [
  [{ code: 'rule', params: { rule: 'Крупные суммы' } }, 'Подошло правило «Крупные суммы».', 'The rule “Крупные суммы” applies.'],
  [{ code: 'rule-away', params: { manager, why: 'paused' } }, 'Тот, кого называет правило, сейчас не может взять лид: Анна Иванова (на паузе).', 'Анна Иванова, whom the rule names, can’t take the lead right now (paused).'],
  [{ code: 'rule-away', params: { manager: '', why: 'nobody' } }, 'Правило называет руководителя отдела, но он не назначен.', 'The rule names the head of a department that has none.'],
  [{ code: 'skills', params: { skills: ['немецкий', 'договоры'] } }, 'Нужны навыки: немецкий, договоры.', 'Skills needed: немецкий, договоры.'],
  [{ code: 'out-of-hours', params: { line: 'Москва' } }, 'Обращение пришло, когда линия «Москва» не работает.', 'The line “Москва” was closed when this came.'],
  [{ code: 'other-line', params: { line: 'Ночь' } }, 'В это время отвечает линия «Ночь».', 'At this hour the line “Ночь” answers.'],
  [{ code: 'passed-over', params: { managers: [{ manager, why: 'full' }, { manager: 'Борис Ким', why: 'off-shift' }], others: 3 } }, 'Не могут взять: Анна Иванова (лидов уже столько, сколько можно), Борис Ким (не работает в это время) и ещё 3.', 'Can’t take it: Анна Иванова (has as many leads as they may), Борис Ким (off shift) and 3 more.'],
  [{ code: 'passed-over', params: { managers: [{ manager, why: 'signed-out' }, { manager: 'Борис Ким', why: 'skill' }, { manager: 'Вера Лапина', why: 'tried' }], others: 0 } }, 'Не могут взять: Анна Иванова (не в сети), Борис Ким (нет нужных навыков), Вера Лапина (этот лид уже был предложен и не был взят).', 'Can’t take it: Анна Иванова (signed out), Борис Ким (lacks a skill), Вера Лапина (was offered this lead and did not take it).'],
  [{ code: 'overflow', params: { queue, to: 'Запас' } }, 'В очереди «Продажи» некому взять лид, он переходит в очередь «Запас».', 'Nobody in the queue “Продажи” can take the lead, so it goes on to the queue “Запас”.'],
  [{ code: 'backlog', params: { minutes: 0 } }, 'Лид ждал менеджера меньше минуты.', 'The lead waited for a manager for less than a minute.'],
  [{ code: 'backlog', params: { minutes: 21 } }, 'Лид ждал менеджера 21 минуту.', 'The lead waited for a manager for 21 minutes.'],
  [{ code: 'backlog', params: { minutes: 13 } }, 'Лид ждал менеджера 13 минут.', 'The lead waited for a manager for 13 minutes.'],
  [{ code: 'opened', params: { line: 'Москва' } }, 'Линия «Москва» открылась.', 'The line “Москва” has opened.'],
  [{ code: 'not-taken', params: { manager } }, 'Лид не взят вовремя: Анна Иванова.', 'Анна Иванова did not take the lead in time.'],
  [{ code: 'not-taken', params: { manager: '' } }, 'Лид был предложен нескольким менеджерам, никто не взял его вовремя.', 'The lead was offered to several managers, and none took it in time.'],
  [{ code: 'owner-not-back', params: { manager } }, 'Время ожидания вышло, менеджера всё ещё нет на месте: Анна Иванова.', 'The time to wait is up, and Анна Иванова is still away.'],
];

/** Rules as they stand in the console. */
const RULES: readonly (readonly [Pick<Rule, 'when' | 'target'> & Partial<Rule>, ru: string, en: string])[] = [
  [{ when: [], target: { kind: 'pool' } }, 'Любое обращение остаётся в общем списке.', 'Every contact stays in the open pool.'],
  [
    { when: [{ field: 'channel', op: 'in', values: ['telegram', 'vk'] }, { field: 'sum', op: 'at-least', value: 100000 }], target: { kind: 'queue', queueId: 'sales' } },
    'Если канал: telegram или vk и сумма не меньше 100\u00a0000, лид идёт в очередь «Продажи».',
    'If the channel is telegram or vk and the sum is at least 100,000, the lead goes to the queue “Продажи”.',
  ],
  [
    { when: [{ field: 'person', op: 'is', value: 'vip' }], target: { kind: 'manager', managerId: 'm1' }, beforeOwner: true },
    'Если клиент VIP, лид получает Анна Иванова, даже если у человека есть свой менеджер.',
    'If the client is a VIP, the lead goes to Анна Иванова, even if the person has a manager of their own.',
  ],
  [
    { when: [{ field: 'language', op: 'not-in', values: ['ru'] }, { field: 'hours', op: 'is', value: 'open' }, { field: 'text', op: 'has', values: ['refund', 'return*'] }], target: { kind: 'head', departmentId: 'service' }, skills: ['english'] },
    'Если язык не ru, линия работает и в тексте есть «refund» или «return*», лид получает руководитель отдела «Сервис»; нужны навыки: english.',
    'If the language is not ru, the line is open, and the text has “refund” or “return*”, the lead goes to the head of the department “Сервис”; skills needed: english.',
  ],
  [
    { when: [{ field: 'time', op: 'within', days: [6, 7], from: '10:00', to: '16:00' }, { field: 'phone', op: 'starts-with', values: ['+7495'] }], target: { kind: 'queue', queueId: 'gone' } },
    'Если время сб, вс с 10:00 до 16:00 и телефон начинается с +7495, лид идёт в очередь «gone».',
    'If the time is Sat, Sun 10:00 to 16:00 and the phone starts with +7495, the lead goes to the queue “gone”.',
  ],
];

describe('what people read', () => {
  it.each(GOLDEN)('of a decision that ends with %j', (step, ru, en) => {
    expect(explain({ steps: [step] }, 'ru').sentence).toBe(ru);
    expect(explain({ steps: [step] }, 'en').sentence).toBe(en);
  });

  it.each(REASONS)('of the reason %j', (step, ru, en) => {
    expect(explain({ steps: [step] }, 'ru').steps).toEqual([ru]);
    expect(explain({ steps: [step] }, 'en').steps).toEqual([en]);
  });

  it.each(RULES)('of the rule %j', (rule, ru, en) => {
    const none = new Map<string, string>();
    const names = { managers: new Map([['m1', manager]]), queues: new Map([['sales', queue]]), departments: new Map([['service', 'Сервис']]), lines: none, accounts: none, companies: none };
    const whole = { beforeOwner: false, skills: [], ...rule };
    expect(sayRule(whole, names, 'ru')).toBe(ru);
    expect(sayRule(whole, names, 'en')).toBe(en);
  });
});
