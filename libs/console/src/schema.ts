import type { Schema } from '@tributary/storage';
import { CreateUsers1764000000001 } from './migrations/1764000000001-create-users.js';
import { CreateSessions1764000000002 } from './migrations/1764000000002-create-sessions.js';
import { CreateApiTokens1764000000003 } from './migrations/1764000000003-create-api-tokens.js';
import { CreateSetupLinks1764000000004 } from './migrations/1764000000004-create-setup-links.js';
import { CreateAudit1764000000005 } from './migrations/1764000000005-create-audit.js';
import { CreateCustody1764000000006 } from './migrations/1764000000006-create-custody.js';

/** Who may enter and what they did: users, sessions, API tokens, set-up links, audit; and what audits of custody found. */
export const consoleSchema: Schema = {
  name: 'console',
  role: 'tributary_console',
  migrations: [
    CreateUsers1764000000001,
    CreateSessions1764000000002,
    CreateApiTokens1764000000003,
    CreateSetupLinks1764000000004,
    CreateAudit1764000000005,
    CreateCustody1764000000006,
  ],
};
