import { withClient } from '@tributary/storage';
import { logSchema } from './log-schema.js';
import { onlyRow } from './only-row.js';

/** This process was given another secret key than the one that the installation began with. */
export class OtherKeyError extends Error {
  override readonly name = 'OtherKeyError';
  constructor(began: string, ours: string) {
    super(
      `this installation works with the secret key ${began}, ours is ${ours}: give every process the same TRIBUTARY_SECRET_KEY, or the ` +
        'TRIBUTARY_DATA whose secret.key it began with (after a change on purpose: DELETE FROM log.installation)',
    );
  }
}

/**
 * The first process of an installation says under which key it works; all others must have the same.
 * @param adminUrl  login that may act as the log's own role
 * @param keyId  of the `SecretBox`; tells nothing of the key
 * @throws OtherKeyError
 */
export async function assertSameKey(adminUrl: string, keyId: string): Promise<void> {
  await withClient(adminUrl, { applicationName: 'tributary start', settings: { role: logSchema.role } }, async (client) => {
    await client.query('INSERT INTO log.installation (key_id) VALUES ($1) ON CONFLICT DO NOTHING', [keyId]);
    const { rows } = await client.query<{ key_id: string }>('SELECT key_id FROM log.installation');
    const began = onlyRow(rows).key_id;
    if (began !== keyId) throw new OtherKeyError(began, keyId);
  });
}
