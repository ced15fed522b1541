// @ts-check
import { get, post } from '../lib/api.js';
import { copyable } from '../lib/copyable.js';
import { h } from '../lib/dom.js';
import { form } from '../lib/form.js';
import { duration, number, time } from '../lib/format.js';
import { empty, toast } from '../lib/messages.js';
import { pagedList } from '../lib/paged-list.js';
import { amI } from '../lib/session.js';
import { t, word } from '../lib/texts.js';
import { curlLine, formSnippet } from '../lib/form-snippets.js';

const GOOD = ['ok', 'valid', 'alive', 'plausible', 'not-needed'];
const BAD = ['invalid', 'dead', 'silent', 'failed'];

export default async function connectorsPage() {
  const title = t('connectors.title');
  const list = await pagedList({
    load: (cursor) => get('/api/v1/connectors', { cursor }),
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
      toast(t('connectors.created'));
      result.replaceChildren(h('p', { class: 'note' }, t('connectors.created')), ...howToConnect(account));
      await added();
    },
  });
  return h('details', { class: 'card' }, h('summary', null, t('connectors.add')), entry, result);
}

/** @param {any} connector */
function connectorCard(connector) {
  const { counts = {} } = connector;
  return h(
    'li',
    { class: 'row' },
    h('div', { class: 'row-main' }, h('strong', { class: 'title' }, connector.name), h('p', { class: 'dim' }, [word('channel', connector.channel), connector.line].filter(Boolean).join(' · ')), latestFailure(connector.latestFailure)),
    h(
      'div',
      { class: 'row-side' },
      h('ul', { class: 'health' }, ['credential', 'consumer', 'traffic'].map((name) => fact(name, connector[name]))),
      h('span', { class: 'dim' }, t('connectors.last'), ': ', connector.lastContactAt ? time(connector.lastContactAt) : t('connectors.never'), counts.accepted !== undefined && [' · ', t('connectors.counts', { accepted: number(counts.accepted), quarantined: number(counts.quarantined ?? 0) })]),
      connector.lagMs > 0 && h('span', { class: 'dim' }, t('connectors.lag'), ' ', duration(connector.lagMs)),
    ),
    connector.channel === 'form' && h('details', { class: 'wide' }, h('summary', null, t('connectors.show')), howToConnect(connector)),
  );
}

/** One of the three facts of health. Unknown is shown as unknown. @param {string} name @param {any} value  a word or `{ state }` */
function fact(name, value) {
  const state = (typeof value === 'string' ? value : value?.state ?? value?.status) ?? 'unknown';
  const tone = GOOD.includes(state) ? 'good' : BAD.includes(state) ? 'bad' : '';
  return h('li', null, h('span', { class: 'dim' }, t(`connectors.${name}`)), ' ', h('span', { class: `badge ${tone}` }, word('fact', state)));
}

/** @param {any} failure */
function latestFailure(failure) {
  if (!failure) return undefined;
  return h('p', { class: 'failure' }, t('connectors.failure'), ': ', failure.detail ?? failure.message ?? failure.kind ?? String(failure), failure.at && [' · ', time(failure.at)]);
}

/** @param {any} account */
function howToConnect(account) {
  const address = account.webhookUrl ?? `${location.origin}/f/${account.id}`;
  return [copyable(t('connectors.address'), address), copyable(t('connectors.curl'), curlLine(address)), copyable(t('connectors.html'), formSnippet(address))];
}
