import { describe, expect, it } from '@jest/globals';
import { requireSafePath } from './safe-path.js';

describe('requireSafePath', () => {
  it.each(['/f/1', '/f/1.js', '/f/1?next=/../..', '/webhooks/vk/1/...', '/webhooks/a/%D0%B0', '/1c/1/50%25', '/1c/1/%2525', '/f/..name'])('passes %s', (url) => {
    expect(() => requireSafePath(url)).not.toThrow();
  });

  it.each([
    '/f/../internal/lead/stats',
    '/f/..%2finternal/lead/stats',
    '/f/%2e%2e/internal/lead/stats',
    '/f/%2E%2E%2Finternal',
    '/f/%252e%252e%252finternal',
    '/f/./1',
    '/f//evil.example/',
    '//evil.example/f/1',
    '/f/..\\internal',
    '/f/..%5cinternal',
    '/f/..',
    '/f/%',
    '/f/%ff',
  ])('refuses %s', (url) => {
    expect(() => requireSafePath(url)).toThrow('bad-url');
  });
});
