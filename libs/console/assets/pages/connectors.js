// @ts-check
import { get, post } from '../lib/api.js';
import { copyable } from '../lib/copyable.js';
import { h } from '../lib/dom.js';
import { form } from '../lib/form.js';
import { number, time } from '../lib/format.js';
import { empty } from '../lib/messages.js';
import { pagedList } from '../lib/paged-list.js';
import { amI } from '../lib/session.js';
import { t, word } from '../lib/texts.js';
import { curlLine, formSnippet } from '../lib/form-snippets.js';

const GOOD = ['valid', 'alive', 'plausible'];
const BAD = ['invalid', 'missing', 'dead', 'silent'];

export default async function connectorsPage() {
  const title = t('connectors.title');
  const list = await pagedList({
    load: (cursor) => get('/api/v1/connectors', { cursor }),
    idOf: ({ accountId }) => accountId,
    row: (connector) => connectorCard(connector),
    empty: () => empty(t('connectors.empty'), t('connectors.emptyText')),
  });
  const adding = amI('admin') ? await addForm(() => list.refresh()) : '';
  return { title, node: h('div', { class: 'stack' }, h('h1', null, title), adding, list.node), refresh: () => void list.refresh().catch(() => {}) };
}

/** @param {() => Promise<unknown>} added */
async function addForm(added) {
  const { items: lines } = await get('/api/v1/lines', { limit: 500 });
  const result = h('div', null);
  const entry = form({
    fields: [
      { name: 'name', label: t('connectors.name'), hint: t('connectors.nameHint'), attributes: { maxlength: 200 } },
      { name: 'line', label: t('connectors.line'), type: 'select', options: lines.map((/** @type {any} */ { id, name }) => ({ value: id, text: name })) },
    ],
    submit: t('connectors.create'),
    onSubmit: async ({ name, line }) => {
      const account = await post('/api/v1/accounts', { channel: 'form', name, line, settings: {} });
      entry.reset();
      result.replaceChildren(h('p', { class: 'note' }, t('connectors.created')), ...howToConnect(account.id, account.webhookUrl));
      await added();
    },
  });
  return h('details', { class: 'card' }, h('summary', null, t('connectors.add')), entry, result);
}

/** @param {any} connector */
function connectorCard(connector) {
  const { traffic, quarantined } = connector;
  return h(
    'li',
    { class: 'row' },
    h('div', { class: 'row-main' }, h('strong', { class: 'title' }, connector.name), h('p', { class: 'dim' }, `${word('channel', connector.channel)} · ${connector.line}`), latestFailure(connector.latestFailure)),
    h(
      'div',
      { class: 'row-side' },
      h('ul', { class: 'health' }, fact('credential', connector.credential), fact('consumer', connector.consumer.status), fact('traffic', traffic.status)),
      h('span', { class: 'dim' }, t('connectors.last'), ': ', traffic.lastContactAt ? time(traffic.lastContactAt) : t('connectors.never')),
      h('span', { class: 'dim' }, t('connectors.today', { count: number(traffic.today.accepted) }), quarantined > 0 && [' · ', h('a', { href: '/quarantine' }, t('connectors.quarantined', { count: number(quarantined) }))]),
    ),
    connector.channel === 'form' && h('details', { class: 'wide' }, h('summary', null, t('connectors.show')), howToConnect(connector.accountId)),
  );
}

/** One of the three facts of health. Unknown is shown as unknown. @param {string} name @param {string} [state] */
function fact(name, state = 'unknown') {
  const tone = GOOD.includes(state) ? 'good' : BAD.includes(state) ? 'bad' : '';
  return h('li', null, h('span', { class: 'dim' }, t(`connectors.${name}`)), ' ', h('span', { class: `badge ${tone}` }, word('fact', state)));
}

/** @param {{ at: string, code: string, detail: string } | null} failure */
function latestFailure(failure) {
  if (!failure) return undefined;
  return h('p', { class: 'failure' }, t('connectors.failure'), ': ', failure.detail || failure.code, ' · ', time(failure.at));
}

/** @param {string} accountId @param {string} [address]  as the server says; the same by default */
function howToConnect(accountId, address = `${location.origin}/f/${accountId}`) {
  return [copyable(t('connectors.address'), address), copyable(t('connectors.curl'), curlLine(address)), copyable(t('connectors.html'), formSnippet(address))];
}
