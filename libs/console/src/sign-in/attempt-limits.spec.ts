import { expect, it } from '@jest/globals';
import { AttemptLimits } from './attempt-limits.js';

const refused = { code: 'too-many-attempts' };

it('stops who guesses at one email, and lets its owner in from elsewhere', async () => {
  const limits = new AttemptLimits();
  for (let n = 0; n < 10; n += 1) await limits.begin('203.0.113.1', 'owner@example.com');
  await expect(limits.begin('203.0.113.1', 'Owner@example.com')).rejects.toMatchObject(refused);
  await limits.begin('198.51.100.7', 'owner@example.com');
});

it('stops guessing at one email from many addresses', async () => {
  const limits = new AttemptLimits();
  for (let n = 0; n < 100; n += 1) await limits.begin(`203.0.113.${n}`, 'owner@example.com');
  await expect(limits.begin('198.51.100.7', 'owner@example.com')).rejects.toMatchObject(refused);
});
