const LETTERS = /\p{L}/gu;
const OWN: readonly (readonly [language: string, letters: RegExp])[] = [
  ['uk', /[іїєґ]/i], ['kk', /[әғқңөұүһ]/i], ['be', /ў/i], ['ru', /\p{Script=Cyrillic}/u],
  ['ka', /\p{Script=Georgian}/u], ['hy', /\p{Script=Armenian}/u], ['zh', /\p{Script=Han}/u], ['ar', /\p{Script=Arabic}/u], ['he', /\p{Script=Hebrew}/u],
  ['de', /[äöüß]/i], ['tr', /[ğış]/i], ['fr', /[éèêàçœ]/i], ['en', /\p{Script=Latin}/u],
];

/**
 * The language as the source says it, else a guess by the letters: Cyrillic is Russian unless letters of another language are in it,
 * Latin likewise English.
 * @param locale  BCP 47, maybe empty
 * @returns ISO 639-1; undefined for a text without letters
 */
export function languageOf(text: string, locale: string): string | undefined {
  const letters = text.match(LETTERS) ?? [];
  if (letters.length === 0) return locale.slice(0, 2).toLowerCase() || undefined;
  const sample = letters.slice(0, 500).join('');
  const main = [/\p{Script=Cyrillic}/gu, /\p{Script=Latin}/gu].map((script) => sample.match(script)?.length ?? 0);
  const isCyrillic = main[0]! * 3 >= sample.length;
  const own = isCyrillic ? sample.replace(/[^\p{Script=Cyrillic}]/gu, '') : sample.replace(/[\p{Script=Cyrillic}]/gu, '');
  return OWN.find(([, pattern]) => pattern.test(own))?.[0];
}
