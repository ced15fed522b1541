import { describe, expect, it } from '@jest/globals';
import type { Decision, Step } from '../decision.js';
import { explain } from './explain.js';

const known: Step = { code: 'person-known', params: { person: 'Иван Петров', type: 'phone', value: '+79161234567' } };
const fresh: Step = { code: 'person-new', params: {} };
const manager = 'Анна Иванова';
const queue = 'Продажи';

const CASES: [Step[], ru: string, en: string][] = [
  [[fresh, { code: 'queue-even', params: { queue, manager } }], 'Лид получает Анна Иванова по очереди «Продажи».', 'The lead goes to Анна Иванова, who is next in the queue “Продажи”.'],
  [[known, { code: 'owner-first', params: { manager } }], 'Лид получает Анна Иванова, потому что уже работает с этим человеком.', 'The lead goes to Анна Иванова, who already works with this person.'],
  [[known, { code: 'lead-joined', params: { leadId: 'x', manager } }], 'Обращение добавлено к открытому лиду, его ведёт Анна Иванова.', 'Added to the open lead that Анна Иванова is working on.'],
  [[known, { code: 'lead-joined', params: { leadId: 'x', manager: '' } }], 'Обращение добавлено к открытому лиду, который ждёт менеджера.', 'Added to the open lead, which is still waiting for a manager.'],
  [[known, { code: 'repeat-not-opened', params: {} }], 'Обращение записано в историю знакомого человека, новый лид не открыт.', 'Added to the history of a person we already know; no new lead was opened.'],
  [[fresh, { code: 'pool-no-manager', params: { queue } }], 'Лид ждёт в очереди «Продажи»: сейчас там некому его взять.', 'The lead is waiting in the queue “Продажи”: nobody there can take it right now.'],
  [[fresh, { code: 'never-opens', params: { line: 'Москва' } }], 'Лид ждёт в общем списке: у линии «Москва» нет рабочих часов, и ждать открытия нечего.', 'The lead is waiting in the open pool: the line “Москва” has no working hours, so there is no opening to wait for.'],
  [[fresh, { code: 'pool-no-queue', params: {} }], 'Лид ждёт в общем списке: у линии нет очереди.', 'The lead is waiting in the open pool: the line has no queue.'],
  [[{ code: 'not-lead', params: { reason: 'spam' } }], 'Это спам, поэтому лида нет.', 'This is spam, so there is no lead.'],
  [[{ code: 'not-lead', params: { reason: 'client' } }], 'Это карточка клиента из учётной системы, а не обращение, поэтому лида нет.', 'This is a client record from the accounting system, not an enquiry, so there is no lead.'],
  [[{ code: 'not-lead', params: { reason: 'auto-reply' } }], 'Это автоответ, поэтому лида нет.', 'This is an automatic reply, so there is no lead.'],
  [[{ code: 'not-lead', params: { reason: 'other' } }], 'Лида нет, причина: other.', 'There is no lead, for this reason: other.'],
];

describe('explain', () => {
  it.each(CASES)('says the outcome of %j', (steps, ru, en) => {
    expect(explain({ steps }, 'ru').sentence).toBe(ru);
    expect(explain({ steps }, 'en').sentence).toBe(en);
  });

  it('says each step in turn', () => {
    const decision: Decision = { steps: [known, { code: 'owner-absent', params: { manager } }, { code: 'queue-even', params: { queue, manager: 'Борис Ким' } }] };
    expect(explain(decision, 'ru').steps).toEqual([
      'Мы уже знаем этого человека (Иван Петров): совпал телефон +79161234567.',
      'С этим человеком работает Анна Иванова, но сейчас этот менеджер не на месте.',
      'В очереди «Продажи» лиды раздаются по кругу, и сейчас на очереди Борис Ким.',
    ]);
    expect(explain(decision, 'en').steps).toEqual([
      'We already know Иван Петров: the phone +79161234567 matches.',
      'Анна Иванова works with this person but is away right now.',
      'The queue “Продажи” hands out leads in turn, and Борис Ким is next.',
    ]);
  });

  it.each<[Step, string, string]>([
    [{ code: 'person-unidentified', params: {} }, 'В обращении нет ничего, по чему можно узнать человека.', 'Nothing in this contact tells us who the person is.'],
    [fresh, 'Раньше этот человек к нам не обращался.', 'This person has not contacted us before.'],
    [{ code: 'person-known', params: { person: '', type: 'crm', value: '7' } }, 'Мы уже знаем этого человека: совпал признак «crm» 7.', 'We already know this person: the “crm” identity 7 matches.'],
    [{ code: 'owner-inactive', params: { manager } }, 'Прежний менеджер этого человека (Анна Иванова) больше не принимает лиды.', 'Анна Иванова used to work with this person but no longer takes leads.'],
  ])('says %j', (step, ru, en) => {
    expect(explain({ steps: [step] }, 'ru').steps).toEqual([ru]);
    expect(explain({ steps: [step] }, 'en').steps).toEqual([en]);
  });

  it('lets codes of a later version stand', () => {
    const stored = JSON.parse('{"steps":[{"code":"least-loaded","params":{}},{"code":"constructor","params":{}}]}') as Decision;
    expect(explain(stored, 'ru')).toEqual({ sentence: 'constructor', steps: ['least-loaded', 'constructor'] });
  });

  it('says nothing of nothing', () => {
    expect(explain({ steps: [] }, 'en')).toEqual({ sentence: '', steps: [] });
  });
});
