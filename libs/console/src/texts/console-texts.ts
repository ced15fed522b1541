import { registerTexts, type Locale } from '@tributary/platform';
import { en } from './en.js';
import { ru } from './ru.js';

/** The console's texts, for problems and for pages. */
export const consoleText = registerTexts('console', { en, ru });

/** Texts of the pages by flat key ("nav.home"), as the browser takes them. */
export function pageTexts(locale: Locale): Record<string, string> {
  return Object.fromEntries(flatten(locale === 'ru' ? ru.page : en.page));
}

type Tree = { readonly [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}
