type Locale = 'ru' | 'en';
type Texts = Readonly<Record<Locale, string>>;

/** Texts for errors of a field, by code; `{value}` is what was expected or seen. */
const FIELD_TEXTS = {
  required: { ru: 'Обязательное поле.', en: 'This field is required.' },
  'unknown-key': { ru: 'Такого поля нет.', en: 'There is no such field.' },
  'forbidden-key': { ru: 'Такое имя запрещено.', en: 'This name is not allowed.' },
  type: { ru: 'Ожидается {value}.', en: 'Expected {value}.' },
  format: { ru: 'Значение записано не так, как ожидается.', en: 'The value is not written as expected.' },
  'not-allowed': { ru: 'Допустимые значения: {value}.', en: 'Allowed values: {value}.' },
  'too-long': { ru: 'Слишком длинно: не больше {value}.', en: 'Too long: at most {value}.' },
  'too-big': { ru: 'Слишком большое значение: не больше {value}.', en: 'Too big: at most {value}.' },
  'too-small': { ru: 'Слишком маленькое значение: не меньше {value}.', en: 'Too small: at least {value}.' },
  'too-many': { ru: 'Слишком много значений.', en: 'There are too many values.' },
  'too-early': { ru: 'Дата раньше 1970 года.', en: 'The date is before 1970.' },
  'too-late': { ru: 'Дата позже 9999 года.', en: 'The date is after the year 9999.' },
  'control-characters': { ru: 'В тексте есть управляющие символы.', en: 'The text holds control characters.' },
  'other-kind': { ru: 'Это поле относится к другому виду обращения (kind).', en: 'This field belongs to another kind of contact.' },
  'bad-phone': { ru: 'Это не похоже на номер телефона.', en: 'This does not look like a phone number.' },
  'bad-email': { ru: 'Это не похоже на адрес почты.', en: 'This does not look like an e-mail address.' },
  'other-account': { ru: 'Запрос пришёл другому подключению.', en: 'The request was sent to another account.' },
  empty: { ru: 'Пусто: нужно хоть одно заполненное поле.', en: 'Empty: at least one field must be filled in.' },
} as const satisfies Record<string, Texts>;

export type FieldCode = keyof typeof FIELD_TEXTS;

export function isFieldCode(code: string): code is FieldCode {
  return Object.hasOwn(FIELD_TEXTS, code);
}

export function fieldText(locale: Locale, code: FieldCode, value = ''): string {
  return FIELD_TEXTS[code][locale].replace('{value}', () => value);
}

const REFUSAL_TEXTS = {
  'unsupported-media-type': { ru: 'Отправьте application/json в UTF-8.', en: 'Send application/json in UTF-8.' },
  'bad-json': { ru: 'Это не JSON: ошибка в позиции {value}.', en: 'This is not JSON: the error is at position {value}.' },
  'bad-encoding': { ru: 'Текст не в UTF-8: ошибка в байте {value}.', en: 'The text is not UTF-8: the error is at byte {value}.' },
  'bad-idempotency-key': {
    ru: 'Заголовок Idempotency-Key должен состоять из 1–255 видимых знаков ASCII.',
    en: 'The Idempotency-Key header must be 1 to 255 visible ASCII characters.',
  },
  'validation-failed': { ru: 'Проверьте поля запроса.', en: 'Please check the fields of the request.' },
  'not-found': { ru: 'Здесь ничего нет.', en: 'There is nothing here.' },
} as const satisfies Record<string, Texts>;

export type RefusalCode = keyof typeof REFUSAL_TEXTS;

export function refusalText(locale: Locale, code: RefusalCode, value = ''): string {
  return REFUSAL_TEXTS[code][locale].replace('{value}', () => value);
}
