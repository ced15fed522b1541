import { describe, expect, it } from '@jest/globals';
import { Problem } from '../http/errors/problem.js';
import { pickLocale } from './locale.js';
import { platformTexts } from './platform-texts.js';
import { registerTexts, type Texts } from './texts.js';

describe('pickLocale', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['ru', 'ru'],
    ['ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7', 'ru'],
    ['en-US,en;q=0.9,ru;q=0.8', 'en'],
    ['de,ru;q=0.5', 'ru'],
    ['RU-ru', 'ru'],
    ['ru;q=0', 'en'],
    ['*', 'en'],
    ['rum', 'en'],
    ['ru;q=x,en;q=0.1', 'en'],
  ])('%s → %s', (header, locale) => expect(pickLocale(header)).toBe(locale));
});

describe('registerTexts', () => {
  const text = registerTexts('spec', {
    en: { greeting: 'Hello, {{name}}', problem: { 'spec-gone': { title: 'Gone', detail: '{{what}} is gone.' } } },
    ru: { greeting: 'Здравствуйте, {{name}}', problem: { 'spec-gone': { title: 'Ушло', detail: 'Нет больше: {{what}}.' } } },
  });

  it('gives a text in either language, unescaped', () => {
    expect(text('en', 'greeting', { name: '<Ann>' })).toBe('Hello, <Ann>');
    expect(text('ru', 'greeting', { name: 'Анна' })).toBe('Здравствуйте, Анна');
  });

  it('lets a problem find its texts', () => {
    const problem = new Problem(410, 'spec-gone', { params: { what: 'X' } });
    expect(problem.body('ru')).toEqual({ type: 'urn:tributary:problem:spec-gone', title: 'Ушло', status: 410, code: 'spec-gone', detail: 'Нет больше: X.' });
  });

  it('falls back to the name of the status for a problem without texts', () => {
    expect(new Problem(418, 'teapot').body('en')).toMatchObject({ title: "I'm a Teapot", detail: "I'm a Teapot" });
  });
});

describe('the platform\'s own texts', () => {
  it('take the same parameters in both languages', () => {
    expect(parameters(platformTexts.ru)).toEqual(parameters(platformTexts.en));
  });
});

function parameters(texts: Texts, path = ''): Record<string, string[]> {
  const entries = Object.entries(texts).map(([key, text]) =>
    typeof text === 'string' ? { [`${path}${key}`]: [...text.matchAll(/{{(\w+)}}/g)].map(([, name = '']) => name).sort() } : parameters(text, `${path}${key}.`),
  );
  return Object.assign({}, ...entries) as Record<string, string[]>;
}
