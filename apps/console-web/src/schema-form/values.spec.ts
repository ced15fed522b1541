import { describe, expect, it } from '@jest/globals';
import type { Schema } from '../api/types.js';
import { fromChoice, initialValues, MASK, settingsToSend } from './values.js';

const schema: Schema = {
  properties: {
    user: { type: 'string' },
    password: { type: 'string', secret: true },
    folders: { type: 'array', default: ['INBOX'], items: { type: 'string' } },
    days: { anyOf: [{ type: 'integer' }, { type: 'null' }], default: 3 },
    tls: { type: 'object', properties: { caPem: { type: 'string' }, any: { type: 'boolean', default: false } } },
  },
};

describe('settings of a form made from a schema', () => {
  it('begin with the defaults, or with what is there', () => {
    expect(initialValues(schema, undefined)).toEqual({ folders: ['INBOX'], days: 3 });
    expect(initialValues(schema, { user: 'a', password: MASK })).toEqual({ user: 'a', password: MASK });
  });

  it('leave out what is empty in a new account', () => {
    expect(settingsToSend(schema, { user: 'a', password: '', folders: undefined, tls: { any: false } }, undefined)).toEqual({ user: 'a' });
  });

  it('take away what was emptied, and leave a masked secret as it is', () => {
    const before = { user: 'a', password: MASK, folders: ['INBOX', 'Spam'], tls: { any: true } };
    expect(settingsToSend(schema, { ...before, folders: undefined, tls: { any: false } }, before)).toEqual({ user: 'a', password: MASK, folders: null, tls: null });
  });

  it('keep a chosen null, which is a value', () => {
    expect(settingsToSend(schema, { days: null }, undefined)).toEqual({ days: null });
  });

  it('turn a choice into what the schema means', () => {
    expect(['', '7', 'null', 'true', 'starttls'].map((text) => fromChoice({}, text))).toEqual([undefined, 7, null, true, 'starttls']);
    expect(fromChoice({ type: 'string' }, '7')).toBe('7');
  });
});
