export { LEAD_GROUP } from './consume/consumers.js';
export { RECEIPT_GROUP } from './conversations/receipt-consumer.js';
export type { LeadDeps } from './deps.js';
export { leadModule } from './lead.module.js';
export { leadSchema } from './schema.js';
export { CHAIN_PURPOSE, type Verdict, verifyChain } from './custody/chain.js';
