import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { en } from './en.js';
import { ru } from './ru.js';

interface Tree {
  readonly [key: string]: string | Tree;
}
const flat = (tree: Tree, prefix = ''): [string, string][] => Object.entries(tree).flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`)));
const [english, russian] = [Object.fromEntries(flat(en)), Object.fromEntries(flat(ru as unknown as Tree))];
const SOURCES = new URL('../', import.meta.url).pathname;
const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name) && !name.startsWith('texts/')).map((name) => readFileSync(SOURCES + name, 'utf8')).join('\n');

describe('texts of the pages', () => {
  it('are there in both languages, with the same parameters', () => {
    expect(Object.keys(russian).sort()).toEqual(Object.keys(english).sort());
    const params = (text = '') => [...text.matchAll(/\{\{\w+\}\}/g)].map(([name]) => name).sort().join();
    expect(Object.keys(english).filter((key) => params(english[key]) !== params(russian[key]))).toEqual([]);
  });

  it('are in their own language', () => {
    expect(Object.entries(english).filter(([, text]) => /[а-яё]/i.test(text))).toEqual([]);
    const foreign = Object.entries(russian).filter(([, text]) => !/[а-яё]/i.test(text.replace(/\{\{\w+\}\}/g, ''))).map(([key]) => key);
    // Names that are the same everywhere.
    expect(foreign.filter((key) => !/^(identity|channel|targetKind)\./.test(key) && russian[key] !== english[key])).toEqual([]);
  });

  it('are all used', () => {
    const families = new Set([...sources.matchAll(/\bword\(\s*'(\w+)'/g), ...sources.matchAll(/\bt\(\s*`(\w+)\./g)].map(([, family]) => family));
    const unused = Object.keys(english).filter((key) => !families.has(key.split('.')[0]) && !sources.includes(`'${key}'`));
    expect(unused).toEqual([]);
  });
});
