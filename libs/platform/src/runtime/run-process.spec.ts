import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../config/config-error.js';
import { startFailure } from './run-process.js';

describe('startFailure', () => {
  it('is one line with every cause', () => {
    const error = new Error('the database does not answer', { cause: new Error('connect\nECONNREFUSED 127.0.0.1:5432') });
    expect(startFailure(error)).toBe("Tributary can't start: the database does not answer: connect ECONNREFUSED 127.0.0.1:5432");
  });

  it('names wrong settings', () => {
    expect(startFailure(new ConfigError([{ name: 'PORT', fault: 'is no port' }]))).toBe("Tributary can't start: wrong settings: PORT is no port");
  });
});
