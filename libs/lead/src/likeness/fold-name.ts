import { DIMINUTIVES } from './diminutives.js';

/** Cyrillic by the sound that people write it with in Latin letters. */
const LATIN: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's',
  т: 't', у: 'u', ф: 'f', х: 'h', ц: 'c', ч: 'ch', ш: 'sh', щ: 'sch', ъ: '', ы: 'i', ь: '', э: 'e', ю: 'yu', я: 'ya', і: 'i', ї: 'i', є: 'e', ґ: 'g',
};

/** Latin spellings of one sound, so that Yuliya, Iuliia and Julia meet. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/shch/g, 'sch'], [/kh/g, 'h'], [/ts|tz/g, 'c'], [/x/g, 'ks'], [/ph/g, 'f'], [/w/g, 'v'], [/j(?=[aeou])/g, 'y'], [/^i(?=[aeou])/g, 'y'], [/iy|ij|yi|ii|yy/g, 'i'],
  [/ia/g, 'ya'], [/iu/g, 'yu'], [/y(?![aeou])/g, 'i'], [/(.)\1/g, '$1'], [/'/g, ''],
];

/** Titles and forms of business that tell nobody apart. */
const NOISE = new Set(['mr', 'mrs', 'ms', 'dr', 'ooo', 'oao', 'zao', 'ao', 'ip', 'pao', 'llc', 'ltd', 'inc', 'gmbh', 'tov', 'g', 'gn']);

/**
 * The words of a name in one alphabet and spelling, with diminutives made full ("Саша" and "Alexander" both become
 * "aleksandr"); at most six. Pure.
 */
export function foldName(name: string): string[] {
  const words = foldWords(name).filter((word) => !NOISE.has(word));
  return words.slice(0, 6).map((word) => DIMINUTIVES.get(word) ?? word);
}

/** Without diminutives and noise: for companies, towns and addresses. */
export function foldWords(text: string): string[] {
  return latin(text).split(/[^a-z0-9]+/).filter((word) => word !== '').map(spelled);
}

function latin(text: string): string {
  const plain = text.toLowerCase().replace(/[а-яёіїєґ]/g, (letter) => LATIN[letter] ?? letter);
  return plain.normalize('NFD').replace(/\p{M}+/gu, '').replace(/['’]/g, '');
}

function spelled(word: string): string {
  return SPELLINGS.reduce((sofar, [pattern, to]) => sofar.replace(pattern, to), word);
}

/** For the table of diminutives: spelled as names are. */
export function foldWord(word: string): string {
  return spelled(latin(word));
}
