/**
 * @typedef {{ form: string, api?: string, managers: string[], line: string }} Installation  ids
 */

/**
 * Prepares a fresh hub for tests: managers in the queue `main`, a form account without a rate limit and, when asked,
 * an account of the API channel.
 * @param {import('./api.mjs').Api} api
 * @param {{ managers?: number, apiAccount?: boolean, line?: string }} [options]
 * @returns {Promise<Installation>}
 */
export async function install(api, { managers = 3, apiAccount = false, line = 'main' } = {}) {
  const people = [];
  for (let n = 1; n <= managers; n += 1) people.push((await api.post('/api/v1/managers', { name: `Manager ${n}`, email: `manager${n}@example.com` })).id);
  const form = await api.post('/api/v1/accounts', { channel: 'form', name: 'Site', line, settings: { rateLimitPerMinute: 0 } });
  const program = apiAccount ? await api.post('/api/v1/accounts', { channel: 'api', name: 'Program', line, settings: {} }) : undefined;
  return { form: form.id, api: program?.id, managers: people, line };
}
