import { describe, expect, it } from '@jest/globals';
import { addressed, calledIn, firstNameOf, unknownPlaceholders } from './addressed.js';

describe('a text that calls the customer by name', () => {
  it.each([
    ['Здравствуйте, {name}!', 'Здравствуйте, Анна!', 'Здравствуйте!'],
    ['{name}, здравствуйте!', 'Анна, здравствуйте!', 'Здравствуйте!'],
    ['{name}! Спасибо, что написали.', 'Анна! Спасибо, что написали.', 'Спасибо, что написали.'],
    ['Добрый день, {name}, мы получили письмо.', 'Добрый день, Анна, мы получили письмо.', 'Добрый день, мы получили письмо.'],
    ['Добрый день! {name}, ответим завтра.', 'Добрый день! Анна, ответим завтра.', 'Добрый день! Ответим завтра.'],
    ['Мы закрыты.\n{name}, ждите\nдо завтра', 'Мы закрыты.\nАнна, ждите\nдо завтра', 'Мы закрыты.\nЖдите\nдо завтра'],
    ['Спасибо {name} 👋', 'Спасибо Анна 👋', 'Спасибо 👋'],
    ['{name}', 'Анна', ''],
    ['Без имени', 'Без имени', 'Без имени'],
  ])('%j is %j, and to somebody unknown %j', (text, named, unknown) => {
    expect([addressed(text, 'Анна'), addressed(text, '')]).toEqual([named, unknown]);
  });

  it('takes a name as it is', () => {
    expect(addressed('Hello, {name}', '$& {name}')).toBe('Hello, $& {name}');
  });

  it.each([
    ['Анна Смирнова', 'Анна'], ['  Ann ', 'Ann'], ['Петров Иван Сергеевич', 'Иван'], ['Анна-Мария Ким', 'Анна-Мария'], ['O’Neil', 'O’Neil'], ['Zoë', 'Zoë'],
    ['ООО «Ромашка»', ''], ['ип Петров', ''], ['+79161234567', ''], ['anna@example.com', ''], ['«Двери»', ''], ['☀️', ''], ['Я', ''], ['', ''],
  ])('calls %j %j', (name, first) => {
    expect(firstNameOf(name)).toBe(first);
  });

  it('calls the customer as they call themselves in this conversation, else as they are known', () => {
    const sender = (name: string) => ({ sender: { name } }) as Parameters<typeof calledIn>[0];
    expect([calledIn(sender('Ваня'), 'Петров Иван Сергеевич'), calledIn(sender('+79160000001'), 'Петров Иван Сергеевич'), calledIn(sender(''), null)]).toEqual(['Ваня', 'Иван', '']);
    expect(calledIn({ ...sender('Robot'), automatic: { kind: 'auto-reply' } as never }, 'Анна')).toBe('Анна');
  });

  it('names what it does not know', () => {
    expect(unknownPlaceholders('{name} {имя} { x } {nmae}, {}')).toEqual(['{имя}', '{nmae}']);
  });
});
