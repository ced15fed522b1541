import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { endHub, type Hub, makeDataDir, removeDataDir, startHub } from '../../e2e/hub.mjs';
import { until } from '../../e2e/until.mjs';
import { ADMIN, axeFaults, isWide, launch, openPage, PHONE, signIn } from './browser.js';

const ANNA = { email: 'anna@example.com', password: 'another long passphrase' };
const PAGES = ['/desk', '/routing', '/office'];

const dataDir = makeDataDir();
const complaints: string[] = [];
let hub: Hub;
let browser: Browser;
let site: string;
let anna: string;
let boris: string;
let form: string;

beforeAll(async () => {
  hub = await startHub({ dataDir, env: { TRIBUTARY_ADMIN_EMAIL: ADMIN.email, TRIBUTARY_ADMIN_PASSWORD: ADMIN.password } });
  site = `http://localhost:${hub.options.port}`;
  anna = (await hub.api.post('/api/v1/managers', { name: 'Anna', email: ANNA.email })).id;
  boris = (await hub.api.post('/api/v1/managers', { name: 'Boris', email: 'boris@example.com', queues: [] })).id;
  await hub.api.post('/api/v1/users', { ...ANNA, name: 'Anna', role: 'manager', managerId: anna });
  form = (await hub.api.post('/api/v1/accounts', { channel: 'form', name: 'Site', line: 'main', settings: { rateLimitPerMinute: 0 } })).id;
  browser = await launch();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await endHub(hub);
  await removeDataDir(dataDir);
}, 60_000);

async function write(name: string, phone: string, message: string): Promise<string> {
  const answer = await fetch(`${site}/f/${form}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name, phone, message }) });
  return ((await answer.json()) as { id: string }).id;
}

async function at(path: string, who: typeof ADMIN = ADMIN, options: Parameters<typeof openPage>[3] = {}): Promise<Page> {
  const page = await openPage(browser, site, complaints, { locale: 'en-US', ...options });
  await signIn(page, site, path, who);
  return page;
}

const leads = (page: Page, section: string) => page.locator(`.${section} .desk-lead`);

describe('a manager’s board', () => {
  it('shows what is mine, and lets me begin, pass on and close', async () => {
    const page = await at('/desk', ANNA);
    await page.getByText('Nothing is yours right now').waitFor();
    await write('Ivan', '+79160000001', 'Good morning');
    const mine = leads(page, 'desk-mine').filter({ hasText: 'Ivan' });
    await mine.getByRole('button', { name: 'I’m on it' }).click();
    await mine.getByRole('button', { name: 'I’m on it' }).waitFor({ state: 'detached' });
    await write('Olga', '+79160000002', 'Good evening');
    const other = leads(page, 'desk-mine').filter({ hasText: 'Olga' });
    await other.getByRole('button', { name: 'Transfer' }).click();
    await page.getByLabel('To whom').selectOption({ label: 'Boris' });
    await page.getByRole('dialog').getByRole('button', { name: 'Transfer' }).click();
    await other.waitFor({ state: 'detached' });
    await mine.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    await mine.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('lets me pause: who writes then waits, and is mine within 3 seconds after I am back, without a reload', async () => {
    const page = await at('/desk', ANNA);
    await page.locator('.presence').click();
    await page.getByLabel('From now on').selectOption('pause15');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.locator('.presence', { hasText: 'Pause' }).waitFor();
    await write('Petr', '+79160000003', 'Is anybody there?');
    const waits = leads(page, 'desk-waiting').filter({ hasText: 'Petr' });
    await waits.getByText('for somebody to be free').waitFor();
    await page.locator('.presence').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await leads(page, 'desk-mine').filter({ hasText: 'Petr' }).waitFor({ timeout: 3_000 });
    await leads(page, 'desk-mine').filter({ hasText: 'Petr' }).getByRole('link').click();
    await page.getByText('who is next in the queue “Main”').first().waitFor();
    await page.context().close();
  });

  it('keeps my tasks: made, done, tried again', async () => {
    const page = await at('/desk', ANNA);
    await page.getByRole('button', { name: 'Add a task' }).click();
    await page.getByLabel('What', { exact: true }).selectOption('call-back');
    await page.getByLabel('Text').fill('Call Ivan');
    await page.getByLabel('When').fill('2099-01-01T10:00');
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    const task = page.locator('.task').filter({ hasText: 'Call Ivan' });
    await task.getByRole('button', { name: 'Done' }).click();
    await page.getByLabel('Result').fill('No answer');
    await page.getByLabel('Try again at').fill('2099-01-02T10:00');
    await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
    await page.locator('.task').filter({ hasText: 'Call again' }).waitFor();
    await page.context().close();
  });
});

describe('the rules', () => {
  it('are made in a form, ordered, saved and tried, and say why a lead went where it went', async () => {
    const page = await at('/routing');
    await page.getByText('No rules yet').waitFor();
    await rule(page, 'Complaints', 'complaint, return*', 'manager: Boris');
    await rule(page, 'Everything', undefined, 'the open pool');
    await page.getByRole('button', { name: 'Up: Everything' }).click();
    expect(await page.locator('.rule').first().innerText()).toContain('Everything');
    await page.getByRole('button', { name: 'Down: Everything' }).click();
    await page.getByText('If the text has “complaint” or “return*”, the lead goes to Boris.').waitFor();
    await page.locator('.rule').nth(1).getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByText('Go elsewhere: 0.').waitFor();
    await page.locator('.unsaved').getByRole('button', { name: 'Save' }).click();
    await page.getByLabel('What is new').fill('Complaints to Boris');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.locator('.unsaved').waitFor({ state: 'detached' });
    const contact = await write('Vera', '+79160000004', 'I have a complaint');
    const decided = await until('the contact has a lead', async () => {
      const { lead, decision } = await hub.api.get(`/api/v1/contacts/${contact}`).catch(() => ({}));
      return lead && { lead, decision };
    });
    expect([decided.lead.managerId, decided.decision.sentence]).toEqual([boris, 'The lead goes to Boris by the rule “Complaints”.']);
    await page.getByRole('button', { name: 'What changed' }).click();
    await page.getByText('New:').waitFor();
    await page.getByLabel('One contact').fill(contact);
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByText('Complaints: holds').first().waitFor();
    await page.context().close();
  });

  it('that somebody else has set meanwhile are not written over', async () => {
    const page = await at('/routing');
    await rule(page, 'Mine', undefined, 'the open pool');
    await hub.api.put('/api/v1/routing', { rules: [] });
    await page.locator('.unsaved').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Load the newer rules; mine are lost' }).click();
    await page.getByText('No rules yet').waitFor();
    await page.context().close();
  });

  it('show at the condition what the server can’t read', async () => {
    const page = await at('/routing');
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.getByLabel('Name').fill('Expert');
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await page.getByLabel('What', { exact: true }).selectOption('cel');
    await page.getByLabel('Expression (CEL)').fill('wind > 3.0');
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.locator('.condition').getByText('unresolved').waitFor();
    await page.context().close();
  });
});

describe('the office', () => {
  it('keeps hours as people write them, says where they are wrong, and shows the next openings', async () => {
    const page = await at('/office');
    const card = page.locator('.line').filter({ hasText: 'Main' });
    await card.getByRole('button', { name: 'Change: Main' }).click();
    await card.getByLabel('Works').or(card.locator('[name=open]')).first().selectOption('hours');
    await card.locator('[name=day1]').fill('18-9');
    await card.getByRole('button', { name: 'Save' }).click();
    await card.locator('[name=day1][aria-invalid=true]').waitFor();
    await card.locator('[name=day1]').fill('9-13, 14-18');
    await card.locator('[name=calendar]').selectOption('RU');
    await card.getByRole('button', { name: 'Save' }).click();
    await card.getByText('Next (Europe/Moscow):').waitFor();
    const [main] = (await hub.api.get('/api/v1/lines')).items;
    expect([main.hours.week[0], main.calendar]).toEqual([[{ from: '09:00', to: '13:00' }, { from: '14:00', to: '18:00' }], 'RU']);
    await hub.api.put('/api/v1/lines', { id: 'main', name: 'Main', hours: null });
    await page.context().close();
  });

  it('makes queues and departments', async () => {
    const page = await at('/office');
    await page.getByRole('button', { name: 'Add a department' }).click();
    const section = page.locator('section', { hasText: 'Departments' }).last();
    await section.locator('[name=id]').fill('sales');
    await section.locator('[name=name]').fill('Sales');
    await section.locator('[name=headId]').selectOption({ label: 'Boris' });
    await section.getByRole('button', { name: 'Save' }).click();
    await page.locator('.department').filter({ hasText: 'Head: Boris' }).waitFor();
    await page.getByRole('button', { name: 'Add a queue' }).click();
    const queue = page.locator('section', { hasText: 'Queues' }).first();
    await queue.locator('[name=id]').fill('vip');
    await queue.locator('[name=name]').fill('VIP');
    await queue.locator('[name=strategy]').selectOption('least-loaded');
    await queue.getByLabel('Anna', { exact: true }).check();
    await queue.locator('[name=shares]').fill('Anna 3');
    await queue.locator('[name=takeMinutes]').fill('5');
    await queue.getByRole('button', { name: 'Save' }).click();
    await page.locator('.queue').filter({ hasText: 'VIP' }).getByText('to be taken in 5 min').waitFor();
    expect((await hub.api.get('/api/v1/queues')).items.find(({ id }: { id: string }) => id === 'vip')).toMatchObject({ strategy: 'least-loaded', managerIds: [anna], shares: { [anna]: 3 }, takeMinutes: 5 });
    await page.context().close();
  });

  it('lets a year of the calendar be changed and taken back', async () => {
    const page = await at('/office');
    await page.getByLabel('Year').selectOption('RU 2026');
    await page.getByLabel('Date').fill('2026-07-15');
    await page.getByRole('button', { name: 'Add the day' }).click();
    await page.locator('section', { hasText: 'Production calendar' }).last().getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Take changes back' }).click();
    await page.getByRole('button', { name: 'Take changes back' }).waitFor({ state: 'detached' });
    expect((await hub.api.get('/api/v1/calendars/RU/2026')).changed).toBe(false);
    await page.context().close();
  });
});

describe.each([['en-US', {}], ['ru-RU', { viewport: PHONE }]] as const)('the pages in %s', (locale, options) => {
  it.each(PAGES)('%s has no serious fault and does not scroll sideways', async (path) => {
    const page = await at(path, ADMIN, { locale, ...options });
    expect(await axeFaults(page)).toEqual([]);
    expect(await isWide(page)).toBe(false);
    await page.context().close();
  });
});

it('nothing was complained of', () => expect(complaints).toEqual([]));

async function rule(page: Page, name: string, words: string | undefined, target: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a rule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  if (words !== undefined) {
    await dialog.getByRole('button', { name: 'Add a condition' }).click();
    await dialog.getByLabel('What', { exact: true }).selectOption('text');
    await dialog.getByLabel('Values').fill(words);
  }
  await dialog.locator('[name=target]').selectOption({ label: target });
  await dialog.getByRole('button', { name: 'Take over' }).click();
  await dialog.waitFor({ state: 'detached' });
}
