import { createInstance } from 'i18next';
import type { Locale } from './locale.js';

/** A catalogue of one language; `{{name}}` takes a parameter. */
export interface Texts {
  readonly [key: string]: string | Texts;
}

/** The same keys in another language; a missing or surplus one doesn't compile. */
export type SameKeys<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> };

/** "a" | "b.c" for `{ a: '', b: { c: '' } }`. */
export type TextKey<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${TextKey<T[K]>}` }[keyof T & string];

export type Params = Readonly<Record<string, string | number | undefined>>;

const i18n = createInstance();
// Resources are given, so this is done when it returns.
void i18n.init({ initAsync: false, lng: 'en', fallbackLng: 'en', ns: [], resources: {}, interpolation: { escapeValue: false }, showSupportNotice: false } as Parameters<typeof i18n.init>[0]);

const namespaces = new Set<string>();

/**
 * Adds a part's texts. Texts of problems stand under `problem.<code>.title` and `.detail`, those of field errors under
 * `field.<code>`: `Problem` finds them there, whichever part brought them.
 * @returns the texts, by locale and key
 */
export function registerTexts<const T extends Texts>(namespace: string, texts: { en: T; ru: SameKeys<T> }): (locale: Locale, key: TextKey<T>, params?: Params) => string {
  i18n.addResourceBundle('en', namespace, texts.en, true, true);
  i18n.addResourceBundle('ru', namespace, texts.ru, true, true);
  namespaces.add(namespace);
  return (locale, key, params) => i18n.t(key, { ...params, lng: locale, ns: namespace });
}

/** A text of whichever part has it. */
export function findText(locale: Locale, key: string, params?: Params): string | undefined {
  const holder = [...namespaces].find((namespace) => i18n.exists(key, { lng: locale, ns: namespace }));
  return holder === undefined ? undefined : i18n.t(key, { ...params, lng: locale, ns: holder });
}
