import type { Schema } from '@tributary/storage';
import { LogTables1795305600000 } from './migrations/1795305600000-log-tables.js';
import { Append1795305600001 } from './migrations/1795305600001-append.js';
import { Groups1795305600002 } from './migrations/1795305600002-groups.js';
import { Positions1795305600003 } from './migrations/1795305600003-positions.js';
import { Leases1795305600004 } from './migrations/1795305600004-leases.js';
import { Reading1795305600005 } from './migrations/1795305600005-reading.js';
import { Retention1795305600006 } from './migrations/1795305600006-retention.js';
import { Retiring1795305600007 } from './migrations/1795305600007-retiring.js';
import { Installation1795305600008 } from './migrations/1795305600008-installation.js';
import { ReceiptsTopic1795305600009 } from './migrations/1795305600009-receipts-topic.js';

/** Group role of those who append: may execute `log.append`, nothing else. */
export const LOG_WRITER = 'tributary_log_writer';
/** Group role of those who read: may execute the functions of consuming, and see no table. */
export const LOG_READER = 'tributary_log_reader';

/** The log in PostgreSQL. Migrate it before the schemas that append to it or read it. */
export const logSchema: Schema = {
  name: 'log',
  role: 'tributary_log',
  groups: [LOG_WRITER, LOG_READER],
  migrations: [
    LogTables1795305600000,
    Append1795305600001,
    Groups1795305600002,
    Positions1795305600003,
    Leases1795305600004,
    Reading1795305600005,
    Retention1795305600006,
    Retiring1795305600007,
    Installation1795305600008,
    ReceiptsTopic1795305600009,
  ],
};
