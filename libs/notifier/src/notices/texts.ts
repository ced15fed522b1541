import { registerTexts } from '@tributary/platform';

/** What notices say, and why a recipient can't be taken. */
export const noticeText = registerTexts('notices', {
  en: {
    problem: { 'not-a-manager': { title: 'No manager', detail: 'This user is no manager: nobody can give it leads. An administrator joins a user with a manager on the page of users.' } },
    field: {
      'secret-needed-again': 'It would go to another server now: enter it again.',
      'quiet-for-ever': 'It would never be over: choose other hours, or not all days.',
      'way-twice': 'The same way is there twice.',
      'time-zone': 'Not an IANA time zone such as Europe/Moscow.',
    },
    subject: {
      opened: 'New lead', joined: 'Wrote again', transferred: 'Transferred to you', assigned: 'A lead that waited is yours', escalated: 'Not taken in time', offered: 'Who takes it?',
      reminded: 'Reminder', taken: 'Taken', closed: 'Closed', 'reply-changed': 'An answer did not arrive', other: 'Lead', digest: 'Notices of leads: {{count}}', test: 'Tributary: a test of notices',
    },
    nobody: 'No name',
    test: 'This is a test. Notices of your leads will arrive here.',
    facts: { channel: 'Channel', line: 'Line', open: 'Open the lead', desk: 'Open the board', all: 'All leads', older: 'and {{count}} older' },
    got: 'You got this lead because {{why}}.',
    told: 'You are told because {{why}}.',
    why: {
      backlog: 'it waited for a manager', opening: 'the line has opened', 'not-taken': 'it was not taken in time', 'not-answered': 'the customer was not answered in time',
      'owner-away': 'its manager is away', 'owner-back': 'its manager is at work again', offered: 'it is offered to several at once: the first to take it has it',
      'task-due': 'a task is due', 'task-reminder': 'a task is due soon',
      'reply-failed': 'an answer to the customer could not be sent', 'reply-unknown': 'nobody knows whether an answer to the customer was sent: look and settle it',
    },
    whyKind: {
      opened: 'the rules of its line chose you', joined: 'the customer wrote again', transferred: 'it was transferred to you', assigned: 'it waited for a manager', escalated: 'it was not taken in time',
      offered: 'it is offered to several at once: the first to take it has it', reminded: 'it needs you', taken: 'it was taken', closed: 'it was closed', 'reply-changed': 'an answer did not arrive', other: 'it concerns you',
    },
    channel: { form: 'web form', email: 'mail', telegram: 'Telegram', vk: 'VK', viber: 'Viber', whatsapp: 'WhatsApp', site_chat: 'site chat', api: 'API', 'by-hand': 'by hand' },
  },
  ru: {
    problem: { 'not-a-manager': { title: 'Не менеджер', detail: 'Этот пользователь не менеджер: лиды ему не достаются. Администратор связывает пользователя с менеджером на странице пользователей.' } },
    field: {
      'secret-needed-again': 'Теперь он уйдёт на другой сервер: введите его ещё раз.',
      'quiet-for-ever': 'Тишина никогда не кончится: выберите другие часы или не все дни.',
      'way-twice': 'Такой способ уже есть.',
      'time-zone': 'Это не часовой пояс IANA, например Europe/Moscow.',
    },
    subject: {
      opened: 'Новый лид', joined: 'Снова пишет', transferred: 'Вам передан лид', assigned: 'Ожидавший лид теперь ваш', escalated: 'Не взят вовремя', offered: 'Кто возьмёт?',
      reminded: 'Напоминание', taken: 'Взят', closed: 'Закрыт', 'reply-changed': 'Ответ не дошёл', other: 'Лид', digest: 'Уведомления о лидах: {{count}}', test: 'Tributary: проверка уведомлений',
    },
    nobody: 'Без имени',
    test: 'Это проверка. Сюда будут приходить уведомления о ваших лидах.',
    facts: { channel: 'Канал', line: 'Линия', open: 'Открыть лид', desk: 'Открыть стол', all: 'Все лиды', older: 'и ещё более ранних: {{count}}' },
    got: 'Лид достался вам, потому что {{why}}.',
    told: 'Вам сообщают, потому что {{why}}.',
    why: {
      backlog: 'он ждал менеджера', opening: 'линия открылась', 'not-taken': 'его не взяли вовремя', 'not-answered': 'клиенту не ответили вовремя',
      'owner-away': 'его менеджера нет на месте', 'owner-back': 'его менеджер снова на работе', offered: 'он предложен сразу нескольким: достанется тому, кто возьмёт первым',
      'task-due': 'подошёл срок задачи', 'task-reminder': 'скоро срок задачи',
      'reply-failed': 'ответ клиенту не удалось отправить', 'reply-unknown': 'неизвестно, отправлен ли ответ клиенту: проверьте и отметьте',
    },
    whyKind: {
      opened: 'так решили правила его линии', joined: 'клиент написал снова', transferred: 'его вам передали', assigned: 'он ждал менеджера', escalated: 'его не взяли вовремя',
      offered: 'он предложен сразу нескольким: достанется тому, кто возьмёт первым', reminded: 'он ждёт вас', taken: 'его взяли', closed: 'его закрыли', 'reply-changed': 'ответ не дошёл', other: 'он вас касается',
    },
    channel: { form: 'форма на сайте', email: 'почта', telegram: 'Telegram', vk: 'ВКонтакте', viber: 'Viber', whatsapp: 'WhatsApp', site_chat: 'чат на сайте', api: 'API', 'by-hand': 'внесён вручную' },
  },
});
