import type { FieldError } from '@tributary/channel';

type Locale = 'ru' | 'en';
type Message = (value: string) => Readonly<Record<Locale, string>>;

/** Kinds of JSON values, as people call them. */
const KINDS: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  object: { ru: 'объект', en: 'an object' },
  array: { ru: 'список', en: 'a list' },
  string: { ru: 'строка', en: 'a string' },
  number: { ru: 'число', en: 'a number' },
  boolean: { ru: 'логическое значение', en: 'a boolean' },
  null: { ru: 'null', en: 'null' },
};

/** Texts for errors of a field; `value` is the limit or what was seen, by code. */
const MESSAGES = {
  required: () => ({ ru: 'Заполните это поле.', en: 'Please fill in this field.' }),
  'bad-phone': () => ({
    ru: 'Это не похоже на номер телефона. Проверьте, все ли цифры на месте.',
    en: 'This does not look like a phone number. Please check that no digit is missing.',
  }),
  'bad-email': () => ({
    ru: 'Это не похоже на адрес почты. Проверьте, нет ли опечатки.',
    en: 'This does not look like an e-mail address. Please check it for typing mistakes.',
  }),
  'wrong-type': (kind) => ({
    ru: `Здесь нужен текст, а пришёл ${KINDS[kind]?.ru ?? kind}.`,
    en: `Text is expected here, but this was sent: ${KINDS[kind]?.en ?? kind}.`,
  }),
  'too-deep': () => ({ ru: 'Слишком глубокая вложенность.', en: 'The nesting is too deep.' }),
  'control-characters': () => ({
    ru: 'В тексте есть управляющие символы, которых там быть не может.',
    en: 'The text holds control characters, which are not allowed.',
  }),
  'forbidden-key': (key) => ({ ru: `Имя «${key}» запрещено.`, en: `The name “${key}” is not allowed.` }),
  'name-too-long': (limit) => ({ ru: `Имя поля длиннее ${limit} символов.`, en: `The field’s name is longer than ${limit} characters.` }),
  'value-too-large': (limit) => ({ ru: `Больше ${limit} байт.`, en: `More than ${limit} bytes.` }),
  'not-an-option': (value) => ({ ru: `Среди вариантов нет такого: «${value}».`, en: `“${value}” is not among the options.` }),
  'too-long': (limit) => ({ ru: `Не больше ${limit} символов.`, en: `No more than ${limit} characters.` }),
  'consent-required': () => ({ ru: 'Без этого согласия отправить форму нельзя.', en: 'The form can’t be sent without this consent.' }),
  'bad-idempotency-key': () => ({
    ru: 'Ключ повтора должен состоять из 1–255 видимых знаков ASCII.',
    en: 'The idempotency key must be 1 to 255 visible ASCII characters.',
  }),
  empty: () => ({ ru: 'Форма пуста: заполните хотя бы одно поле.', en: 'The form is empty: please fill in at least one field.' }),
} satisfies Record<string, Message>;

export type ErrorCode = keyof typeof MESSAGES;

/** An error of a field in the request's language. */
export function fieldError(locale: Locale, field: string, code: ErrorCode, value = ''): FieldError {
  const message: Message = MESSAGES[code];
  return { field, code, detail: message(value)[locale] };
}

/** Texts of whole refusals. */
const REFUSALS = {
  'unsupported-media-type': (seen) => ({
    ru: `Тип содержимого «${seen}» не принимается. Отправьте application/json, application/x-www-form-urlencoded или multipart/form-data.`,
    en: `The content type “${seen}” is not accepted. Send application/json, application/x-www-form-urlencoded or multipart/form-data.`,
  }),
  'media-type-mismatch': (seen) => ({
    ru: `Тело запроса не соответствует заголовку Content-Type: похоже на ${seen}.`,
    en: `The body does not match its Content-Type: it looks like ${seen}.`,
  }),
  'unsupported-charset': (seen) => ({ ru: `Кодировка «${seen}» не принимается.`, en: `The charset “${seen}” is not accepted.` }),
  'bad-multipart': () => ({
    ru: 'В заголовке Content-Type нет boundary, поэтому тело не разобрать.',
    en: 'Content-Type has no boundary, so the body can’t be read.',
  }),
  'bad-json': (position) => ({
    ru: `Это не JSON: ошибка в позиции ${position}.`,
    en: `This is not JSON: the error is at position ${position}.`,
  }),
  'bad-encoding': (place) => ({
    ru: `Текст не в заявленной кодировке: ${place}.`,
    en: `The text is not in the declared charset: ${place}.`,
  }),
  'not-an-object': (kind) => ({
    ru: `Нужен объект JSON, а пришло другое: ${KINDS[kind]?.ru ?? kind}.`,
    en: `A JSON object is expected, but this was sent: ${KINDS[kind]?.en ?? kind}.`,
  }),
  'too-many-fields': (limit) => ({ ru: `Полей больше ${limit}.`, en: `There are more than ${limit} fields.` }),
  'value-too-large': (limit) => ({ ru: `Значение длиннее ${limit} байт.`, en: `A value is longer than ${limit} bytes.` }),
  'bad-idempotency-key': () => ({
    ru: 'Заголовок Idempotency-Key должен состоять из 1–255 видимых знаков ASCII.',
    en: 'The Idempotency-Key header must be 1 to 255 visible ASCII characters.',
  }),
  'validation-failed': () => ({ ru: 'Проверьте поля формы.', en: 'Please check the fields of the form.' }),
  'form-page-not-available': () => ({ ru: 'У этой формы нет своей страницы.', en: 'This form has no page of its own.' }),
  'not-found': () => ({ ru: 'Здесь ничего нет.', en: 'There is nothing here.' }),
} satisfies Record<string, Message>;

export type RefusalCode = keyof typeof REFUSALS;

export function refusalText(locale: Locale, code: RefusalCode, value = ''): string {
  const message: Message = REFUSALS[code];
  return message(value)[locale];
}
