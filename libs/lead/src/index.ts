export type { LeadDeps } from './deps.js';
export { leadModule } from './lead.module.js';
export { leadSchema } from './schema.js';
