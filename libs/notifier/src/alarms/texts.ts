import { registerTexts } from '@tributary/platform';

/** What alarms say, and why a target can't be taken. */
export const alarmText = registerTexts('alarms', {
  en: {
    field: { 'secret-needed-again': 'It would go to another server now: enter it again.' },
    subject: { opened: 'Alarm: {{name}}', repeated: 'Still so: {{name}}', resolved: 'Over: {{name}}', test: 'Tributary: a test of alarms' },
    test: 'This is a test. Alarms of the hub will arrive here.',
    since: 'Since {{since}} UTC.',
    resolvedAt: 'It is over since {{at}} UTC.',
    cause: {
      'credentials-refused': 'The credentials are refused; nothing comes in. Enter them anew in the console.',
      'settings-incomplete': 'A setting is missing or wrong; nothing comes in. Complete it in the console.',
      'not-run': 'No process runs this account; nothing comes in. Start the process of its channel, or look into its log.',
      'not-answering': 'The source does not answer for some time. It is tried again by itself; look whether its server can be reached.',
      'too-quiet': 'Far fewer contacts come than at this hour of other weeks. Send a probe and look at the source.',
      'too-much': 'Far more contacts come than at this hour of other weeks. Look whether they are genuine.',
      'not-understood': 'Payloads wait in quarantine. Look at them in the console and replay them.',
      other: 'The account is not well ({{code}}). Look at it in the console.',
    },
  },
  ru: {
    field: { 'secret-needed-again': 'Теперь он уйдёт на другой сервер: введите его ещё раз.' },
    subject: { opened: 'Тревога: {{name}}', repeated: 'Всё ещё так: {{name}}', resolved: 'Прошло: {{name}}', test: 'Tributary: проверка тревог' },
    test: 'Это проверка. Сюда будут приходить тревоги хаба.',
    since: 'С {{since}} UTC.',
    resolvedAt: 'Прошло {{at}} UTC.',
    cause: {
      'credentials-refused': 'Доступ отклонён, обращения не поступают. Введите доступ заново в консоли.',
      'settings-incomplete': 'Настройка не задана или неверна, обращения не поступают. Исправьте её в консоли.',
      'not-run': 'Подключение никто не обслуживает, обращения не поступают. Запустите процесс его канала или посмотрите его журнал.',
      'not-answering': 'Источник уже некоторое время не отвечает. Попытки повторяются сами; проверьте, доступен ли его сервер.',
      'too-quiet': 'Обращений намного меньше, чем в этот час в другие недели. Отправьте пробное и проверьте источник.',
      'too-much': 'Обращений намного больше, чем в этот час в другие недели. Проверьте, настоящие ли они.',
      'not-understood': 'Данные ждут в карантине. Посмотрите их в консоли и повторите разбор.',
      other: 'С подключением что-то не так ({{code}}). Посмотрите его в консоли.',
    },
  },
});
