import { randomUUID } from 'node:crypto';
import { describePull } from './pull-contract.js';
import { ToyBox, toyPull } from './toy-pull.js';

describePull(toyPull, {
  provider: () => Promise.resolve(new ToyBox(randomUUID())),
  failures: ['credentials', 'network', 'provider', 'quota', 'payload', 'internal'],
});
