import { DIMINUTIVE_LIST } from './diminutive-list.js';
import { foldWord } from './fold-name.js';

/** By what people say, folded: the full name, folded. Made when it is first asked, as the two modules need each other. */
class Diminutives {
  #full: ReadonlyMap<string, string> | undefined;

  get(word: string): string | undefined {
    this.#full ??= read();
    return this.#full.get(word);
  }
}

function read(): ReadonlyMap<string, string> {
  const full = new Map<string, string>();
  for (const line of DIMINUTIVE_LIST.trim().split('\n')) {
    const [name = '', ...others] = line.split(' ').map(foldWord);
    for (const other of [name, ...others]) if (!full.has(other)) full.set(other, name);
  }
  return full;
}

export const DIMINUTIVES = new Diminutives();
