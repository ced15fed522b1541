import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { hasSignedOut, isThere, whenForgotten } from './belongings.js';

const user = (id: string) => ({ id, name: id, role: 'manager' as const, managerId: null });
const forget = jest.fn();
whenForgotten(forget);
let storage: Record<string, unknown>;

beforeEach(() => {
  hasSignedOut();
  forget.mockClear();
  storage = { 'tributary-draft-anna-c': 'of Anna', 'tributary-draft-boris-c': 'of Boris', 'tributary-setup-token': 'no draft' };
  Object.defineProperty(storage, 'removeItem', { value: (key: string) => delete storage[key] });
  Object.assign(globalThis, { sessionStorage: storage });
});

describe('what somebody writes', () => {
  it('is there for them when they come back, and for nobody else', () => {
    isThere(user('anna'));
    isThere(user('anna'));
    expect([Object.keys(storage), forget.mock.calls.length]).toEqual([['tributary-draft-anna-c', 'tributary-setup-token'], 1]);
    isThere(user('boris'));
    expect([Object.keys(storage), forget.mock.calls.length]).toEqual([['tributary-setup-token'], 2]);
  });

  it('is forgotten when they sign out', () => {
    isThere(user('anna'));
    hasSignedOut();
    expect([Object.keys(storage), forget.mock.calls.length]).toEqual([['tributary-setup-token'], 2]);
  });

  it('forbidden storage stops nobody', () => {
    Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, get: () => { throw new Error('forbidden'); } });
    expect(() => isThere(user('anna'))).not.toThrow();
    Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, writable: true, value: {} });
  });
});
