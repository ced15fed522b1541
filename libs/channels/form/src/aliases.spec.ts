import { describe, expect, it } from '@jest/globals';
import { roleOf } from './aliases.js';

describe('roleOf', () => {
  it.each([
    ['Name', 'name'],
    ['your-name', 'name'],
    ['YOUR_NAME', 'name'],
    ['Ваше имя:', 'name'],
    ['ФИО *', 'name'],
    ['First Name', 'first-name'],
    ['Phone_2', 'phone'],
    ['Мобильный телефон', 'phone'],
    ['E-mail', 'email'],
    ['Эл. почта', 'email'],
    ['Textarea', 'text'],
    ['tranid', 'service'],
    ['Checkbox', 'consent'],
    ['Город', undefined],
    ['constructor', undefined],
    ['phone call at 5', undefined],
  ])('takes %s for %s', (name, role) => {
    expect(roleOf(name)).toBe(role);
  });
});
