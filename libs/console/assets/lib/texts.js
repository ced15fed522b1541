// @ts-check
/** Texts of the page in its language, from the catalogue that the server has too. */

export const lang = document.documentElement.lang === 'en' ? 'en' : 'ru';

/** @type {Record<string, string>} */
let catalogue = {};

export async function loadTexts() {
  const answer = await fetch(`/assets/texts/${lang}.json`);
  if (!answer.ok) throw new Error(`texts: ${answer.status}`);
  catalogue = await answer.json();
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [params]  put in for `{{name}}`
 */
export function t(key, params = {}) {
  const text = catalogue[key] ?? key;
  return text.replace(/\{\{(\w+)\}\}/g, (_, name) => String(params[name] ?? ''));
}

/**
 * The text of a word that the server may extend (a step, a reason, a channel): the word itself when it is new to us.
 * @param {string} family @param {string | undefined | null} word
 */
export function word(family, word) {
  if (!word) return '';
  return catalogue[`${family}.${word}`] ?? word;
}

/** Remembers the language and shows the page in it. @param {string} language */
export function switchLanguage(language) {
  document.cookie = `tributary_lang=${language}; Path=/; Max-Age=31536000; SameSite=Lax`;
  location.reload();
}
