import { describe, expect, it } from '@jest/globals';
import { customerLink, wayIn } from './customer-link.js';

describe('an account that was added', () => {
  it.each([
    ['telegram', { username: 'acme_bot' }, 'https://t.me/acme_bot'],
    ['telegram', { username: '@acme_bot' }, 'https://t.me/acme_bot'],
    ['telegram', {}, undefined],
    ['vk', { groupId: 1234 }, 'https://vk.me/club1234'],
    ['email', { user: 'sales@example.com' }, undefined],
  ])('of %s with %j is written to at %s', (channel, settings, link) => {
    expect(customerLink({ channel, settings })).toBe(link);
  });

  it.each([['telegram', 'poll', 'asks'], ['telegram', 'webhook', 'told'], ['vk', 'longpoll', 'asks'], ['vk', 'callback', 'to-enter'], ['viber', undefined, 'to-enter']])('of %s in mode %s: %s', (channel, mode, way) => {
    expect(wayIn({ channel, settings: { mode } })).toBe(way);
  });
});
