import { describeLogContract } from '../testing/contract.js';
import { openPostgresLog } from '../testing/postgres-log.js';

describeLogContract('the PostgreSQL reader', { open: openPostgresLog, commitsInTransaction: true });
