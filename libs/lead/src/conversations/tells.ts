/**
 * SQL: what a contact (`excluded`) says of the way back counts in the conversation `c`: it is not older than what is known. When a failed reply closed
 * it, that is told by our own clock: it was received after the failure. The provider's clock tells whole seconds, and goes wrong; by it the contact must
 * only not be so old that it was held up, and says nothing of what the customer did since. What is read in from the past has no `heard_at`.
 */
export const TELLS = `(case when c.closed_at is null then excluded.reach_at >= c.reach_at
  else coalesce(excluded.heard_at >= c.closed_at and excluded.reach_at >= c.closed_at - interval '5 minutes', false) end)`;
