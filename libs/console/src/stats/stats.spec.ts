import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { API_TOKEN, settings, testConsole } from '../testing/console-server.js';

const INTAKE = { totals: { accepted: 10, repeats: 2, revisions: 1, quarantined: 3 }, older: [{ accountId: 'a', accepted: 10 }], minutes: [] };
const LEAD = {
  totals: { leadsOpened: 5, joined: 2, notLeads: 1, quarantined: 1 },
  older: [
    { accountId: 'a', leadsOpened: 4, joined: 2, notLeads: 1, quarantined: 1 },
    { accountId: 'by-hand', leadsOpened: 1, joined: 0, notLeads: 0, quarantined: 0 },
  ],
  minutes: [],
};

describe('stats', () => {
  async function stats(answers: Record<string, unknown>) {
    const server = createServer((request, response) => {
      const answer = answers[request.url?.replace(/\?since=.*$/, '') ?? ''];
      const internal = request.headers.authorization?.startsWith('Internal ') === true;
      response.writeHead(internal && answer ? 200 : 500, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const console = await testConsole(settings({ FORM_URL: url, LEAD_URL: url }), []);
    const answer = await console.call('GET', '/api/v1/stats', { token: API_TOKEN });
    await console.stop();
    server.close();
    return answer.body;
  }

  it('set both services’ figures against each other; what people entered by hand fills no gap', async () => {
    expect(await stats({ '/internal/intake/stats': INTAKE, '/internal/lead/stats': LEAD })).toEqual({
      accepted: 10, repeats: 2, revisions: 1, leads: 5, joined: 2, notLeads: 1, quarantined: 4, unaccounted: 2,
    });
  });

  it('call unknown what could not be asked', async () => {
    expect(await stats({ '/internal/intake/stats': INTAKE })).toEqual({
      accepted: 10, repeats: 2, revisions: 1, leads: 'unknown', joined: 'unknown', notLeads: 'unknown', quarantined: 'unknown', unaccounted: 'unknown',
    });
    expect(await stats({ '/internal/intake/stats': { totals: {} }, '/internal/lead/stats': LEAD })).toMatchObject({ accepted: 'unknown', leads: 5, unaccounted: 'unknown' });
  });

  it('ask a service of this very process as well', async () => {
    const console = await testConsole(settings(), ['form', 'lead', 'notifier']);
    const { status, body } = await console.call('GET', '/api/v1/stats', { token: API_TOKEN });
    expect([status, body['unaccounted']]).toEqual([200, 'unknown']);
    await console.stop();
  });
});
