import i18next from 'i18next';
import type { en } from './en';

type Leaves<T, P extends string = ''> = { [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Leaves<T[K], `${P}${K}.`> }[keyof T & string];
type Widened<T> = { readonly [K in keyof T]: T[K] extends string ? string : Widened<T[K]> };

/** Every text of the pages; the other language has the same keys or doesn't compile. */
export type Texts = Widened<typeof en>;
export type TextKey = Leaves<typeof en>;

/** The language of the page, as the server chose it. */
export const lang: 'ru' | 'en' = document.documentElement.lang === 'en' ? 'en' : 'ru';

/** Only the page's own language is loaded. */
export async function loadTexts(): Promise<void> {
  const translation = lang === 'ru' ? (await import('./ru')).ru : (await import('./en')).en;
  await i18next.init({ lng: lang, resources: { [lang]: { translation } }, interpolation: { escapeValue: false } });
}

/** @param params  put in for `{{name}}` */
export function t(key: TextKey, params: Readonly<Record<string, string | number>> = {}): string {
  // Numbers are formatted by the caller: they never choose a plural.
  return i18next.t(key, Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])));
}

/** The text of a word that the server may extend (a step, a reason, a channel): the word itself when it is new to us. */
export function word(family: keyof Texts, name: string | null | undefined): string {
  if (!name) return '';
  const key = `${family}.${name}`;
  return i18next.exists(key) ? i18next.t(key) : name;
}

/** What the server says in both languages, in that of the page. */
export function localized(text: { readonly ru?: string | undefined; readonly en?: string | undefined }): string {
  return (lang === 'ru' ? (text.ru ?? text.en) : (text.en ?? text.ru)) ?? '';
}

/** Remembers the language and shows the page in it. */
export function switchLanguage(language: 'ru' | 'en'): void {
  document.cookie = `tributary_lang=${language}; Path=/; Max-Age=31536000; SameSite=Lax`;
  location.reload();
}
