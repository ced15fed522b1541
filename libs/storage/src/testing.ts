export { type TestDatabase, testDatabase } from './testing/database.js';
export { S3Simulator } from './testing/s3/simulator.js';
export { plansOf } from './testing/plans.js';
