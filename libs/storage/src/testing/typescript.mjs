import { register } from 'node:module';

/** `node --import` this to run a TypeScript source in a process of its own, as jest runs it. */
register('./typescript-hooks.mjs', import.meta.url);
