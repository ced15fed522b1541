/** What stands for `{name}`, `{manager}` and `{line}`; empty where it isn't known. */
export interface CannedWords {
  readonly name: string;
  readonly manager: string;
  readonly line: string;
}

/** It begins a sentence: what follows it begins that sentence then. */
const BEGINNING = /(^|[.!?…][^\S\n]+)\{(name|manager|line)\}[,!.]?[^\S\n]*(\p{L}?)/gmu;
const WITHIN = /(,?[^\S\n]*)\{(name|manager|line)\}/g;

/** A text to answer with, for this customer. It reads as if what isn't known had not been thought of: "Hello, {name}!" is "Hello!" then. Pure. */
export function filledIn(text: string, words: CannedWords): string {
  return text
    .replace(BEGINNING, (all, before: string, which: keyof CannedWords, letter: string) => (words[which] ? all : before + letter.toUpperCase()))
    .replace(WITHIN, (_, before: string, which: keyof CannedWords) => (words[which] ? before + words[which] : ''));
}

/** Whether all words stand in its name or text. Pure. */
export function isLike({ name, text }: { readonly name: string; readonly text: string }, words: string): boolean {
  const all = `${name} ${text}`.toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}
