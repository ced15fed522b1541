import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { settings, testConsole, type TestConsole } from '../testing/console-server.js';

describe('the document of the API', () => {
  const lead = {
    paths: {
      '/api/v1/leads': { get: { summary: 'Leads', 'x-tributary-access': 'manager' } },
      '/internal/lead/stats': { get: { 'x-tributary-access': 'internal' } },
      '/metrics': { get: { summary: 'of the lead service', 'x-tributary-access': 'public' } },
    },
    components: { schemas: { Lead: { type: 'object' } } },
  };
  let service: Server;
  let console: TestConsole;

  beforeAll(async () => {
    service = createServer((request, response) => void response.setHeader('content-type', 'application/json').end(request.url === '/api/openapi.json' ? JSON.stringify(lead) : '{}'));
    await once(service.listen(0, '127.0.0.1'), 'listening');
    const leadUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    console = await testConsole(settings({ LEAD_URL: leadUrl, FORM_URL: 'http://127.0.0.1:9' }), []);
  });
  afterAll(async () => {
    await console.stop();
    service.close();
  });

  it('tells routes of services elsewhere beside its own, without internal ones and without who is away', async () => {
    const { status, body } = await console.call('GET', '/api/openapi.json');
    expect(status).toBe(200);
    expect(body['paths']).toMatchObject({ '/api/v1/leads': lead.paths['/api/v1/leads'], '/api/v1/users': { get: { 'x-tributary-access': 'admin' } } });
    expect(body['paths']).not.toHaveProperty(['/internal/lead/stats']);
    expect(body['paths']).not.toHaveProperty(['/metrics', 'get', 'summary'], 'of the lead service');
    expect(body['components']?.['schemas']).toMatchObject({ Lead: { type: 'object' }, Problem: expect.anything() });
  });
});
