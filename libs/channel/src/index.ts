export * from './channel.js';
export { intakeSchema } from './schema.js';
export { Intake, type IntakeDeps } from './intake/intake.js';
export { acceptGroup, acceptParameters, ACCEPT } from './intake/accept-group.js';
export { prepare } from './intake/prepare.js';
export type { Connections, PooledConnection } from './intake/connections.js';
export { FoldError, StaleEpochError, UnavailableError, UnstorableError } from './intake/errors.js';
export { DEFAULT_LIMITS, type IntakeLimits } from './intake/limits.js';
export type * from './intake/submission.js';
