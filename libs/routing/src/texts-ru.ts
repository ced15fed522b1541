import type { Texts } from './explain.js';

const MATCHED: Readonly<Record<string, string>> = {
  phone: 'совпал телефон',
  email: 'совпал адрес почты',
  telegram: 'совпал аккаунт Telegram',
  vk: 'совпала страница ВКонтакте',
  viber: 'совпал аккаунт Viber',
  whatsapp: 'совпал номер WhatsApp',
  onec: 'совпала карточка в 1С',
};

const NO_LEAD: Readonly<Record<string, string>> = {
  spam: 'Это спам, поэтому лида нет.',
  probe: 'Это проверка подключения, поэтому лида нет.',
  excluded: 'Отправитель в списке исключений, поэтому лида нет.',
  colleague: 'Это письмо от коллеги, поэтому лида нет.',
  bounce: 'Это уведомление о недоставленном письме, поэтому лида нет.',
  'auto-reply': 'Это автоответ, поэтому лида нет.',
  list: 'Это рассылка, поэтому лида нет.',
  report: 'Это автоматический отчёт, поэтому лида нет.',
  own: 'Это наше собственное сообщение, поэтому лида нет.',
  client: 'Это карточка клиента из учётной системы, а не обращение, поэтому лида нет.',
};

/** Written so that no name has to be declined and nobody's gender has to be known. */
export const textsRu: Texts = {
  steps: {
    'not-lead': ({ reason }) => NO_LEAD[reason] ?? `Лида нет, причина: ${reason}.`,
    'person-unidentified': () => 'В обращении нет ничего, по чему можно узнать человека.',
    'person-new': () => 'Раньше этот человек к нам не обращался.',
    'person-known': ({ person, type, value }) =>
      `Мы уже знаем этого человека${person && ` (${person})`}: ${MATCHED[type] ?? `совпал признак «${type}»`} ${value}.`,
    'lead-joined': ({ manager }) =>
      manager ? `У человека есть открытый лид, его ведёт ${manager}.` : 'У человека есть открытый лид, он ждёт менеджера в общем списке.',
    'repeat-not-opened': () => 'По настройке линии новый лид для знакомого человека не открывается.',
    'owner-first': ({ manager }) => `С этим человеком уже работает ${manager}.`,
    'owner-absent': ({ manager }) => `С этим человеком работает ${manager}, но сейчас этот менеджер не на месте.`,
    'owner-inactive': ({ manager }) => `Прежний менеджер этого человека (${manager}) больше не принимает лиды.`,
    'queue-even': ({ queue, manager }) => `В очереди «${queue}» лиды раздаются по кругу, и сейчас на очереди ${manager}.`,
    'pool-no-manager': ({ queue }) => `В очереди «${queue}» сейчас некому взять лид.`,
    'pool-no-queue': () => 'У линии нет очереди.',
  },
  sentences: {
    'not-lead': ({ reason }) => NO_LEAD[reason] ?? `Лида нет, причина: ${reason}.`,
    'lead-joined': ({ manager }) =>
      manager ? `Обращение добавлено к открытому лиду, его ведёт ${manager}.` : 'Обращение добавлено к открытому лиду, который ждёт менеджера.',
    'repeat-not-opened': () => 'Обращение записано в историю знакомого человека, новый лид не открыт.',
    'owner-first': ({ manager }) => `Лид получает ${manager}, потому что уже работает с этим человеком.`,
    'queue-even': ({ queue, manager }) => `Лид получает ${manager} по очереди «${queue}».`,
    'pool-no-manager': ({ queue }) => `Лид ждёт в общем списке: в очереди «${queue}» сейчас некому его взять.`,
    'pool-no-queue': () => 'Лид ждёт в общем списке: у линии нет очереди.',
  },
};
