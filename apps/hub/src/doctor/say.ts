export interface Localized {
  readonly ru: string;
  readonly en: string;
}

/** The terminal's language: Russian when its environment says so. */
export function terminalLocale({ LC_ALL, LC_MESSAGES, LANG }: Readonly<Record<string, string | undefined>>): 'ru' | 'en' {
  return /^ru(?:[_.]|$)/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'ru' : 'en';
}

/** The same in both languages: names, numbers, messages of others. */
export function both(text: string): Localized {
  return { ru: text, en: text };
}
