import { registerTexts } from '@tributary/platform';

/** Problems and field errors of the lead service's routes. */
export const text = registerTexts('lead', {
  en: {
    problem: {
      'audit-busy': { title: 'An audit is under way', detail: 'Another audit is reading the log just now. Try again when it has ended.' },
      'contact-unknown': { title: 'No such contact', detail: 'There is no contact with this id.' },
      'attachment-unknown': { title: 'No such attachment', detail: 'This contact has no such attachment.' },
      'lead-unknown': { title: 'No such lead', detail: 'There is no lead with this id.' },
      'lead-closed': { title: 'Lead closed', detail: 'The lead is closed already.' },
      'lead-taken': { title: 'Lead taken', detail: 'Somebody else took this lead a moment ago.' },
      'lead-in-pool': { title: 'Lead in the pool', detail: 'Take the lead first.' },
      'lead-open': { title: 'Lead open already', detail: 'This person already has an open lead on this line, with another manager.' },
      'not-a-manager': { title: 'Not a manager', detail: 'Only a manager can take leads; your login belongs to none.' },
      'person-unknown': { title: 'No such person', detail: 'There is no person with this id.' },
      'manager-unknown': { title: 'No such manager', detail: 'There is no manager with this id.' },
      'manager-exists': { title: 'Manager exists', detail: 'Another active manager has this e-mail address or login.' },
    },
    field: {
      email: 'Not an e-mail address.',
      phone: 'This does not look like a person’s phone number.',
      'time-zone': 'Not an IANA time zone such as Europe/Moscow.',
      strategy: 'This strategy is not available. Available: {{available}}.',
      'unknown-manager': 'There is no active manager {{id}}.',
      'unknown-queue': 'There is no queue {{id}}.',
      'unknown-line': 'There is no line {{id}}.',
      'unknown-person': 'There is no person {{id}}.',
      twice: 'Given twice: {{id}}.',
    },
  },
  ru: {
    problem: {
      'audit-busy': { title: 'Идёт другая сверка', detail: 'Журнал сейчас читает другая сверка. Повторите, когда она закончится.' },
      'contact-unknown': { title: 'Нет такого обращения', detail: 'Обращения с таким идентификатором нет.' },
      'attachment-unknown': { title: 'Нет такого вложения', detail: 'У этого обращения нет такого вложения.' },
      'lead-unknown': { title: 'Нет такого лида', detail: 'Лида с таким идентификатором нет.' },
      'lead-closed': { title: 'Лид закрыт', detail: 'Этот лид уже закрыт.' },
      'lead-taken': { title: 'Лид уже взят', detail: 'Этот лид только что взял кто-то другой.' },
      'lead-in-pool': { title: 'Лид в общем списке', detail: 'Сначала возьмите лид.' },
      'lead-open': { title: 'Лид уже открыт', detail: 'У этого человека уже есть открытый лид на этой линии, у другого менеджера.' },
      'not-a-manager': { title: 'Не менеджер', detail: 'Лиды берут только менеджеры, а ваша учётная запись ни к одному не относится.' },
      'person-unknown': { title: 'Нет такого человека', detail: 'Человека с таким идентификатором нет.' },
      'manager-unknown': { title: 'Нет такого менеджера', detail: 'Менеджера с таким идентификатором нет.' },
      'manager-exists': { title: 'Такой менеджер уже есть', detail: 'Этот адрес почты или логин уже у другого действующего менеджера.' },
    },
    field: {
      email: 'Это не адрес электронной почты.',
      phone: 'Это не похоже на личный номер телефона.',
      'time-zone': 'Это не часовой пояс IANA, например Europe/Moscow.',
      strategy: 'Такого распределения пока нет. Есть: {{available}}.',
      'unknown-manager': 'Действующего менеджера {{id}} нет.',
      'unknown-queue': 'Очереди {{id}} нет.',
      'unknown-line': 'Линии {{id}} нет.',
      'unknown-person': 'Человека {{id}} нет.',
      twice: 'Указано дважды: {{id}}.',
    },
  },
});
