import type { Moment, PassedOver } from '../decision.js';
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
  'group-chatter': 'Это разговор в группе, не обращённый к нам, поэтому лида нет.',
  'channel-post': 'Это запись канала, поэтому лида нет.',
  'service-message': 'Это служебное сообщение, поэтому лида нет.',
  'chat-migrated': 'Группа стала супергруппой, поэтому лида нет.',
  'empty-message': 'В сообщении ничего нет, поэтому лида нет.',
  'anonymous-admin': 'Это написал администратор группы, поэтому лида нет.',
  'another-bot': 'Это написал другой бот, поэтому лида нет.',
  'bot-blocked': 'Клиент заблокировал бота, поэтому лида нет.',
  'bot-unblocked': 'Клиент снова запустил бота, поэтому лида нет.',
  'bot-membership': 'Изменилось место бота в группе, поэтому лида нет.',
  'bot-removed': 'Бота удалили из группы, поэтому лида нет.',
  'bot-muted': 'Боту запретили писать в группе, поэтому лида нет.',
  'member-change': 'В чат кто-то вошёл или вышел, поэтому лида нет.',
  'join-request': 'Это просьба вступить в чат, поэтому лида нет.',
  reaction: 'Это реакция на сообщение, поэтому лида нет.',
  poll: 'Это голосование в опросе, поэтому лида нет.',
  'inline-query': 'Это поиск по имени бота в другом чате, поэтому лида нет.',
  boost: 'Это буст чата, поэтому лида нет.',
  'business-connection': 'Изменилось подключение бизнес-аккаунта, поэтому лида нет.',
  'messages-deleted': 'Сообщения удалены, поэтому лида нет.',
  'unknown-update': 'Это событие нового вида, поэтому лида нет.',
  client: 'Это карточка клиента из учётной системы, а не обращение, поэтому лида нет.',
};

const WHY: Readonly<Record<PassedOver | 'nobody', string>> = {
  left: 'больше не принимает лиды',
  paused: 'на паузе',
  absent: 'отсутствует',
  'off-shift': 'не работает в это время',
  'signed-out': 'не в сети',
  full: 'лидов уже столько, сколько можно',
  'channel-full': 'лидов из этого канала уже столько, сколько можно',
  skill: 'нет нужных навыков',
  tried: 'этот лид уже был предложен и не был взят',
  nobody: 'никто не назначен',
};

function when({ at, timeZone }: Moment): string {
  return new Intl.DateTimeFormat('ru', { timeZone, weekday: 'short', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

function minutesOf(minutes: number): string {
  if (minutes < 1) return 'меньше минуты';
  const [last, teen] = [minutes % 10, minutes % 100 >= 11 && minutes % 100 <= 14];
  return `${minutes} ${teen || last === 0 || last >= 5 ? 'минут' : last === 1 ? 'минуту' : 'минуты'}`;
}

function open(load: number): string {
  if (load === 0) return 'открытых лидов нет';
  const [last, teen] = [load % 10, load % 100 >= 11 && load % 100 <= 14];
  return last === 1 && !teen ? `открыт ${load} лид` : `открыто ${load} ${!teen && last >= 2 && last <= 4 ? 'лида' : 'лидов'}`;
}

const list = new Intl.ListFormat('ru', { type: 'conjunction' });

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
    'owner-waits': ({ manager, until }) => `С этим человеком работает ${manager}, сейчас этот менеджер не на месте; линия ждёт до ${when(until)}.`,
    substitute: ({ manager, away }) => `Пока нет на месте (${away}), замещает ${manager}.`,
    'company-owner': ({ company, manager }) => `С компанией «${company}» работает ${manager}.`,
    'account-owner': ({ manager }) => `За подключением, через которое пришло обращение, закреплён менеджер: ${manager}.`,
    rule: ({ rule }) => `Подошло правило «${rule}».`,
    'rule-manager': ({ rule, manager }) => `Правило «${rule}» отдаёт лид менеджеру: ${manager}.`,
    'rule-head': ({ rule, department, manager }) => `Правило «${rule}» отдаёт лид руководителю отдела «${department}»: ${manager}.`,
    'rule-away': ({ manager, why }) => (manager ? `Тот, кого называет правило, сейчас не может взять лид: ${manager} (${WHY[why]}).` : 'Правило называет руководителя отдела, но он не назначен.'),
    'pool-rule': ({ rule }) => `Правило «${rule}» оставляет лид в общем списке.`,
    skills: ({ skills }) => `Нужны навыки: ${skills.join(', ')}.`,
    'out-of-hours': ({ line }) => `Обращение пришло, когда линия «${line}» не работает.`,
    held: ({ line, opensAt }) => `Лид ждёт открытия линии «${line}»: ${when(opensAt)}.`,
    duty: ({ manager }) => `Дежурит ${manager}.`,
    'other-line': ({ line }) => `В это время отвечает линия «${line}».`,
    'passed-over': ({ managers, others }) =>
      `Не могут взять: ${managers.map(({ manager, why }) => `${manager} (${WHY[why]})`).join(', ')}${others > 0 ? ` и ещё ${others}` : ''}.`,
    'queue-strict': ({ queue, manager }) => `В очереди «${queue}» лид получает первый по порядку, кто может его взять: ${manager}.`,
    'queue-random': ({ queue, manager }) => `В очереди «${queue}» лиды раздаются случайно, выпало: ${manager}.`,
    'queue-least-loaded': ({ queue, manager, load }) => `В очереди «${queue}» лид получает наименее загруженный: ${manager} (${open(load)}).`,
    'queue-all': ({ queue, managers }) => `В очереди «${queue}» лид предложен сразу всем, кто на месте: ${list.format(managers)}.`,
    overflow: ({ queue, to }) => `В очереди «${queue}» некому взять лид, он переходит в очередь «${to}».`,
    'behind-others': ({ queue }) => `В очереди «${queue}» уже ждут другие, они получат менеджера раньше.`,
    backlog: ({ minutes }) => `Лид ждал менеджера ${minutesOf(minutes)}.`,
    opened: ({ line }) => `Линия «${line}» открылась.`,
    'not-taken': ({ manager }) => (manager ? `Лид не взят вовремя: ${manager}.` : 'Лид был предложен нескольким менеджерам, никто не взял его вовремя.'),
    'owner-not-back': ({ manager }) => `Время ожидания вышло, менеджера всё ещё нет на месте: ${manager}.`,
    'escalated-next': ({ queue, manager }) => `Следующий в очереди «${queue}»: ${manager}.`,
    'escalated-head': ({ department, manager }) => `Руководитель отдела «${department}»: ${manager}.`,
    'escalated-pool': () => 'Больше предложить некому, лид в общем списке.',
    'owner-inactive': ({ manager }) => `Прежний менеджер этого человека (${manager}) больше не принимает лиды.`,
    'queue-even': ({ queue, manager }) => `В очереди «${queue}» лиды раздаются по кругу, и сейчас на очереди ${manager}.`,
    'pool-no-manager': ({ queue }) => `В очереди «${queue}» сейчас некому взять лид.`,
    'pool-no-queue': () => 'У линии нет очереди.',
    'never-opens': ({ line }) => `У линии «${line}» нет рабочих часов.`,
  },
  sentences: {
    'not-lead': ({ reason }) => NO_LEAD[reason] ?? `Лида нет, причина: ${reason}.`,
    'lead-joined': ({ manager }) =>
      manager ? `Обращение добавлено к открытому лиду, его ведёт ${manager}.` : 'Обращение добавлено к открытому лиду, который ждёт менеджера.',
    'repeat-not-opened': () => 'Обращение записано в историю знакомого человека, новый лид не открыт.',
    'owner-first': ({ manager }) => `Лид получает ${manager}, потому что уже работает с этим человеком.`,
    'owner-waits': ({ manager, until }) => `Лид получает ${manager}, потому что уже работает с этим человеком; если менеджер не вернётся до ${when(until)}, лид получит другой.`,
    substitute: ({ manager, away }) => `Лид получает ${manager} на время отсутствия (${away}).`,
    'company-owner': ({ company, manager }) => `Лид получает ${manager}, потому что работает с компанией «${company}».`,
    'account-owner': ({ manager }) => `Лид получает ${manager}: за этим подключением закреплён этот менеджер.`,
    'rule-manager': ({ rule, manager }) => `Лид получает ${manager} по правилу «${rule}».`,
    'rule-head': ({ rule, department, manager }) => `Лид получает ${manager}, руководитель отдела «${department}», по правилу «${rule}».`,
    'pool-rule': ({ rule }) => `Лид в общем списке по правилу «${rule}».`,
    held: ({ line, opensAt }) => `Линия «${line}» сейчас не работает; лид ждёт открытия: ${when(opensAt)}.`,
    duty: ({ manager }) => `Лид получает ${manager}: линия сейчас не работает, это дежурный менеджер.`,
    'queue-even': ({ queue, manager }) => `Лид получает ${manager} по очереди «${queue}».`,
    'queue-strict': ({ queue, manager }) => `Лид получает ${manager}: первый по порядку в очереди «${queue}», кто может его взять.`,
    'queue-random': ({ queue, manager }) => `Лид получает ${manager}: случайный выбор в очереди «${queue}».`,
    'queue-least-loaded': ({ queue, manager, load }) => `Лид получает ${manager}: меньше всех загружен в очереди «${queue}» (${open(load)}).`,
    'queue-all': ({ queue, managers }) => `Лид предложен сразу всем в очереди «${queue}», кто на месте (${list.format(managers)}); его получит тот, кто возьмёт первым.`,
    'behind-others': ({ queue }) => `Лид ждёт в очереди «${queue}»: раньше него пришли другие.`,
    'escalated-next': ({ queue, manager }) => `Лид не взяли вовремя, поэтому его получает ${manager}, следующий в очереди «${queue}».`,
    'escalated-head': ({ department, manager }) => `Лид не взяли вовремя, поэтому его получает ${manager}, руководитель отдела «${department}».`,
    'escalated-pool': () => 'Лид не взяли вовремя, и предложить его больше некому: он ждёт в общем списке.',
    'pool-no-manager': ({ queue }) => `Лид ждёт в очереди «${queue}»: сейчас там некому его взять.`,
    'pool-no-queue': () => 'Лид ждёт в общем списке: у линии нет очереди.',
    'never-opens': ({ line }) => `Лид ждёт в общем списке: у линии «${line}» нет рабочих часов, и ждать открытия нечего.`,
  },
};
