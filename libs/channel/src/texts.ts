import { registerTexts } from '@tributary/platform';

/** Problems and field errors that the routes of this part answer with. */
export const channelText = registerTexts('channel', {
  en: {
    problem: {
      'account-faulty': { title: 'Account not working', detail: 'This account can not take contacts as it is configured. Its administrator must act.' },
      'account-conflict': { title: 'Changed by somebody else', detail: 'The account was changed by somebody else meanwhile. Load it again.' },
      'set-up-failed': { title: 'Could not be set up', detail: 'The provider could not be asked. Try again later.' },
      'account-deleted': { title: 'Account deleted', detail: 'The account of this payload was deleted.' },
      'capability-not-available': { title: 'Not available', detail: 'Channel {{channel}} has no {{capability}}.' },
      'probe-refused': { title: 'The probe was refused', detail: 'A customer would be refused as well: {{reason}}' },
      'origin-not-allowed': { title: 'Foreign site', detail: 'This form does not take posts from {{origin}}.' },
      'unsupported-content-encoding': { title: 'Unsupported encoding', detail: 'Send the body uncompressed.' },
      'bad-multipart': { title: 'Malformed multipart body', detail: 'The body is no whole multipart/form-data: {{reason}}.' },
      'too-many-parts': { title: 'Too many parts', detail: 'The body has more than {{limit}} {{what}}.' },
      'file-too-large': { title: 'File too large', detail: 'A file is larger than {{limit}} bytes.' },
      'still-not-understood': { title: 'Still not understood', detail: 'The payload could not be parsed: {{reason}}' },
    },
    field: {
      'unknown-channel': 'There is no such channel.',
      'secret-needed-again': 'It would go to another server now: enter it again.',
      'unknown-region': 'Expected a country code such as RU.',
      'unknown-account': 'There is no such account.',
      'not-after-from': 'Must be later than the beginning.',
      'in-future': 'Must not lie in the future.',
      'several-accounts': 'There are several API accounts: say which one.',
    },
  },
  ru: {
    problem: {
      'account-faulty': { title: 'Подключение не работает', detail: 'С текущими настройками это подключение не может принимать обращения. Нужны действия администратора.' },
      'account-conflict': { title: 'Изменено кем-то ещё', detail: 'Подключение тем временем изменил кто-то другой. Загрузите его заново.' },
      'set-up-failed': { title: 'Не удалось настроить', detail: 'Не удалось обратиться к провайдеру. Попробуйте позже.' },
      'account-deleted': { title: 'Подключение удалено', detail: 'Подключение, в которое пришли эти данные, удалено.' },
      'capability-not-available': { title: 'Недоступно', detail: 'У канала {{channel}} нет возможности {{capability}}.' },
      'probe-refused': { title: 'Проба не принята', detail: 'Обращение клиента тоже не было бы принято: {{reason}}' },
      'origin-not-allowed': { title: 'Чужой сайт', detail: 'Эта форма не принимает отправку с {{origin}}.' },
      'unsupported-content-encoding': { title: 'Неподдерживаемое сжатие', detail: 'Отправьте тело запроса без сжатия.' },
      'bad-multipart': { title: 'Неверное тело multipart', detail: 'Тело запроса — не целый multipart/form-data: {{reason}}.' },
      'too-many-parts': { title: 'Слишком много частей', detail: 'В теле запроса больше {{limit}} {{what}}.' },
      'file-too-large': { title: 'Слишком большой файл', detail: 'Файл больше {{limit}} байт.' },
      'still-not-understood': { title: 'По-прежнему не разобрано', detail: 'Данные не удалось разобрать: {{reason}}' },
    },
    field: {
      'unknown-channel': 'Такого канала нет.',
      'secret-needed-again': 'Теперь он уйдёт на другой сервер: введите его ещё раз.',
      'unknown-region': 'Ожидается код страны, например RU.',
      'unknown-account': 'Такого подключения нет.',
      'not-after-from': 'Должно быть позже начала.',
      'in-future': 'Не может быть в будущем.',
      'several-accounts': 'Подключений API несколько: укажите, какое именно.',
    },
  },
});
