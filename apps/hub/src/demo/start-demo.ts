import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Demo } from '@tributary/console';
import type { Runtime } from '@tributary/platform';
import { DEMO_ADDRESS, DemoMailbox } from './demo-mailbox.js';
import { demoFolder, type DemoState, forgetDemo, readDemoState, writeDemoState } from './demo-state.js';
import { OwnApi } from './own-api.js';

const MANAGERS = [
  { name: 'Анна Смирнова', email: 'anna@demo.example' },
  { name: 'Борис Ким', email: 'boris@demo.example' },
  { name: 'Clara Jones', email: 'clara@demo.example' },
];

/** What the hub needs of an API: its own. */
type Made = { readonly id: string };

/**
 * Sets the demo up: a mailbox in this process, a form, three managers. What is there already stays as it is.
 * @param url  where this hub listens
 */
export async function startDemo(runtime: Runtime, url: string): Promise<Demo> {
  const { dataDir } = runtime.config;
  const api = new OwnApi(runtime, url);
  const state: DemoState = readDemoState(dataDir) ?? { password: randomBytes(12).toString('base64url'), accounts: {}, managers: {} };
  const mailbox = new DemoMailbox(join(demoFolder(dataDir), 'mail'), state.password);
  runtime.onStop(() => mailbox.stop());
  state.imapPort = await mailbox.start(state.imapPort);
  const settings = { user: DEMO_ADDRESS, password: state.password, host: '127.0.0.1', port: state.imapPort, secure: false };
  const remember = (part: 'accounts' | 'managers', name: string, id: string) => {
    state[part][name] = id;
    // Each by itself: a start that is broken off makes nothing twice.
    writeDemoState(dataDir, state);
  };
  for (const manager of MANAGERS) if (!state.managers[manager.email]) remember('managers', manager.email, await made(api, '/api/v1/managers', manager));
  remember('accounts', 'form', await account(api, state.accounts['form'], { channel: 'form', name: 'Demo form', settings: {} }));
  remember('accounts', 'email', await account(api, state.accounts['email'], { channel: 'email', name: 'Demo mailbox', settings }));
  await api.call('PATCH', `/api/v1/accounts/${state.accounts['email']}`, { settings });
  return { mailbox: DEMO_ADDRESS, formPath: `/f/${state.accounts['form']}`, send: (mail) => mailbox.send(mail) };
}

/** Takes the demo's connectors and managers away; the contacts and leads that came stay. @returns whether there was one */
export async function removeDemo(runtime: Runtime, url: string): Promise<boolean> {
  const { dataDir } = runtime.config;
  const state = readDemoState(dataDir);
  if (!state) return false;
  const api = new OwnApi(runtime, url);
  for (const id of Object.values(state.accounts)) await api.call('DELETE', `/api/v1/accounts/${id}`);
  for (const id of Object.values(state.managers)) await api.call('DELETE', `/api/v1/managers/${id}`);
  forgetDemo(dataDir);
  return true;
}

async function account(api: OwnApi, known: string | undefined, wanted: object): Promise<string> {
  if (known && (await api.call<Made>('GET', `/api/v1/accounts/${known}`))) return known;
  return made(api, '/api/v1/accounts', { line: 'main', ...wanted });
}

async function made(api: OwnApi, path: string, body: object): Promise<string> {
  const answer = await api.call<Made>('POST', path, body);
  if (!answer) throw new Error(`${path} answered nothing`);
  return answer.id;
}
