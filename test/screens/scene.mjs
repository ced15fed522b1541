import { makeDataDir, endHub, removeDataDir, startHub } from '../e2e/hub.mjs';
import { until } from '../e2e/until.mjs';
import { ImapServer } from '../simulators/imap/server.mjs';
import { talk } from './talk.mjs';

export const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' };
const MAILBOX = 'sales@shop.example';
const REFUSED = 'info@shop.example';

/**
 * A hub as a company would see it after a day: managers, forms, mailboxes of which one is refused, leads, mail with markup, something
 * in quarantine, an alarm target, an audit; a bot with a customer, a group and a community.
 * @typedef {Awaited<ReturnType<typeof setScene>>} Scene
 */
export async function setScene() {
  const dataDir = makeDataDir('tributary-scene-');
  const imap = new ImapServer();
  const imapPort = await imap.listen();
  imap.addUser(MAILBOX);
  imap.addUser(REFUSED);
  const hub = await startHub({ dataDir, env: { TRIBUTARY_ADMIN_EMAIL: ADMIN.email, TRIBUTARY_ADMIN_PASSWORD: ADMIN.password } });
  const { api } = hub;

  /** @type {string[]} */
  const managers = [];
  for (const [name, email] of [['Анна Смирнова', 'anna@example.com'], ['Борис Ким', 'boris@example.com'], ['Clara Jones', 'clara@example.com']]) managers.push((await api.post('/api/v1/managers', { name, email })).id);
  const settings = { host: '127.0.0.1', port: imapPort, secure: false };
  const mailbox = await api.post('/api/v1/accounts', { channel: 'email', name: 'Sales', line: 'main', settings: { ...settings, user: MAILBOX, password: 'secret' } });
  const refused = await api.post('/api/v1/accounts', { channel: 'email', name: 'Info', line: 'main', settings: { ...settings, user: REFUSED, password: 'old one' } });
  const form = await api.post('/api/v1/accounts', { channel: 'form', name: 'Сайт, главная', line: 'main', settings: {} });
  await api.post('/api/v1/accounts', { channel: 'form', name: 'Landing page', line: 'main', settings: {} });
  await api.post('/api/v1/alarm-targets', { kind: 'mail', name: 'Дежурный', locale: 'ru', settings: { host: 'smtp.example.com', from: 'hub@example.com', to: 'duty@example.com' } });
  await api.post('/api/v1/users', { email: 'anna@example.com', name: 'Анна Смирнова', role: 'manager', managerId: managers[0], password: 'another long one' });

  for (const [index, [name, message]] of POSTS.entries()) {
    await fetch(`${hub.url}/f/${form.id}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name, phone: `+7 916 123-45-${String(10 + index)}`, message }) });
  }
  const talked = await talk(api, managers[0]);
  for (const source of MAILS) imap.deliver(MAILBOX, source);
  imap.deliver(MAILBOX, '');
  await until('all of it arrived', async () => {
    const [{ items: contacts }, { items: quarantined }, { items: connectors }] = await Promise.all([api.get('/api/v1/contacts?limit=100'), api.get('/api/v1/quarantine'), api.get('/api/v1/connectors')]);
    const refusal = connectors.find(({ accountId }) => accountId === refused.id);
    return contacts.length >= POSTS.length + MAILS.length + talked.contacts && quarantined.length === 1 && refusal?.health === 'broken';
  }, { timeoutMs: 60_000 });
  await api.post('/api/v1/companies', { name: 'ООО «Ромашка»', identities: [{ type: 'domain', value: 'romashka.example' }] });
  await api.put('/api/v1/notifications/senders', { mail: { host: 'smtp.example.com', from: 'hub@example.com' } });
  await api.put(`/api/v1/notifications/${managers[0]}`, { ways: [{ kind: 'mail', address: 'anna@example.com' }, { kind: 'telegram', chatId: '770011223' }], quietHours: { from: '22:00', to: '08:00', days: [1, 2, 3, 4, 5] } });
  const now = Date.now();
  await api.post('/api/v1/custody/audits', { from: new Date(now - 3_600_000).toISOString() });
  const { items: contacts } = await api.get('/api/v1/contacts?limit=100');
  const { items: leads } = await api.get('/api/v1/leads?limit=100');
  return {
    hub,
    imap,
    /** As a browser calls it: cookies belong to the name, not to the address. */
    site: `http://localhost:${hub.options.port}`,
    ids: { mailbox: mailbox.id, refused: refused.id, form: form.id, mail: contacts.find(({ subject }) => subject === 'Счёт и доставка')?.id, formContact: contacts.find(({ channel }) => channel === 'form')?.id, lead: leads[0]?.id, ...talked.ids, manager: managers[0], person: contacts.find(({ person }) => person)?.person.id },
    async close() {
      await endHub(hub);
      await Promise.all([imap.close(), talked.close()]);
      await removeDataDir(dataDir);
    },
  };
}

/** Where one can go, with what shows that the page is complete. @param {Scene['ids']} ids @returns {[name: string, path: string][]} */
export function screensOf(ids) {
  return [
    ['overview', '/'],
    ['desk', '/desk'],
    ['conversations', '/conversations'],
    ['conversation', `/conversations/${ids.chat}`],
    ['conversation-group', `/conversations/${ids.group}`],
    ['canned-answers', '/canned-answers'],
    ['leads', '/leads'],
    ['lead', `/leads/${ids.lead}`],
    ['contacts', '/contacts'],
    ['contact-form', `/contacts/${ids.formContact}`],
    ['contact-mail', `/contacts/${ids.mail}`],
    ['people', '/people'],
    ['person', `/people/${ids.person}`],
    ['suggestions', '/people?tab=suggestions'],
    ['companies', '/people?tab=companies'],
    ['shared', '/people?tab=shared'],
    ['not-leads', '/people?tab=not-leads'],
    ['notifications', '/notifications'],
    ['notifications-of-manager', `/notifications?manager=${ids.manager}`],
    ['connectors', '/connectors'],
    ['add-connector', '/connectors/add'],
    ['add-mailbox', '/connectors/add/email'],
    ['add-form', '/connectors/add/form'],
    ['add-telegram', '/connectors/add/telegram'],
    ['add-vk', '/connectors/add/vk'],
    ['account-bot', `/connectors/${ids.bot}?tab=connect`],
    ['account', `/connectors/${ids.mailbox}`],
    ['account-connect', `/connectors/${ids.form}?tab=connect`],
    ['account-history', `/connectors/${ids.refused}?tab=history`],
    ['account-jobs', `/connectors/${ids.mailbox}?tab=jobs`],
    ['quarantine', '/quarantine'],
    ['alarms', '/alarms'],
    ['custody', '/custody'],
    ['managers', '/managers'],
    ['routing', '/routing'],
    ['office', '/office'],
    ['users', '/users'],
    ['journal', '/audit'],
    ['not-found', '/connectors/add/nothing-of-the-kind'],
  ];
}

const POSTS = [
  ['Иван Петров', 'Сколько стоит доставка в Казань?'],
  ['Мария', 'Перезвоните, пожалуйста, после шести.'],
  ['Олег', 'Нужна смета на кухню 3,2 м.'],
  ['John Smith', 'Do you ship to Germany?'],
  ['Ольга', 'Есть ли в наличии чёрный, размер 42?'],
  ['А'.repeat(120), 'Очень длинное имя и очень длинный текст без пробелов: ' + 'длинно'.repeat(60)],
];

const MAILS = [
  ['Пётр <petr@client.example>', 'Счёт и доставка', '<p>Добрый день!</p><p style="color:#a00"><b>Пришлите счёт</b> на 12 штук.</p><script>window.hacked=1</script><img src="http://127.0.0.1:1/pixel.png" onerror="window.hacked=1"><a href="https://example.com/">сайт</a>'],
  ['Jane <jane@client.example>', 'Order 4711', '<table><tr><td>Chair</td><td>2</td></tr></table>'],
].map(([from, subject, html]) => Buffer.from([`From: ${encoded(from)}`, 'To: sales@shop.example', `Subject: ${word(subject)}`, `Message-ID: <${Buffer.from(subject).toString('hex')}@client.example>`, `Date: ${new Date().toUTCString()}`, 'MIME-Version: 1.0', 'Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: base64', '', Buffer.from(html).toString('base64'), ''].join('\r\n')).toString('latin1'));

/** @param {string} text  as RFC 2047 has it */
function word(text) {
  return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

/** @param {string} address */
function encoded(address) {
  const [, name, mail] = /** @type {RegExpExecArray} */ (/^(.*) (<.*>)$/.exec(address));
  return `${word(String(name))} ${mail}`;
}
