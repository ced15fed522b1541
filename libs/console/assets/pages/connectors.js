// @ts-check
import { get, post } from '../lib/api.js';
import { connectorRow, howToConnect, isTroubled, isUnknown } from '../lib/connector-row.js';
import { h } from '../lib/dom.js';
import { filters } from '../lib/filters.js';
import { form } from '../lib/form.js';
import { number } from '../lib/format.js';
import { empty } from '../lib/messages.js';
import { pagedList } from '../lib/paged-list.js';
import { amI } from '../lib/session.js';
import { t } from '../lib/texts.js';

/** The feed tells of leads only: how connectors are has to be asked. */
const ASK_EVERY_MS = 10_000;
/** With fewer there is nothing to look for. */
const WORTH_FILTERING = 8;

/** @param {import('../lib/router.js').Place} place */
export default async function connectorsPage({ query }) {
  const title = t('connectors.title');
  const verdict = h('p', { class: 'verdict', role: 'status' });
  /** @type {Map<string, HTMLElement>} */
  const kept = new Map();
  let total = 0;
  const list = await pagedList({
    load: async () => {
      const { items } = await get('/api/v1/connectors');
      total = items.length;
      tell(verdict, items);
      return { items: items.filter((/** @type {any} */ connector) => isWanted(connector, query)) };
    },
    idOf: ({ accountId }) => accountId,
    row: (connector) => connectorRow(connector, kept, () => list.refresh()),
    empty: () => (total > 0 ? empty(t('connectors.nothing'), t('connectors.nothingText')) : empty(t('connectors.empty'), t('connectors.emptyText'))),
  });
  const refresh = () => void list.refresh().catch(() => {});
  const adding = amI('admin') ? await addCard(() => list.refresh()) : '';
  const node = h('div', { class: 'stack' }, h('h1', null, title), verdict, adding, (total > WORTH_FILTERING || query.size > 0) && search(query), list.node);
  keepAsking(node, refresh);
  return { title, node, refresh };
}

/** @param {URLSearchParams} query */
function search(query) {
  return filters('/connectors', query, [
    { name: 'q', label: t('connectors.search'), type: 'search' },
    { name: 'show', label: t('connectors.state'), options: [{ value: '', text: t('connectors.any') }, { value: 'trouble', text: t('connectors.troubled') }] },
  ]);
}

/** @param {any} connector @param {URLSearchParams} query */
function isWanted(connector, query) {
  const wanted = query.get('q')?.toLowerCase() ?? '';
  return connector.name.toLowerCase().includes(wanted) && (query.get('show') !== 'trouble' || isTroubled(connector));
}

/** One sentence for the whole list. @param {HTMLElement} verdict @param {any[]} connectors */
function tell(verdict, connectors) {
  const troubled = connectors.filter(isTroubled).length;
  const unknown = connectors.filter(isUnknown).length;
  verdict.hidden = connectors.length === 0;
  verdict.className = `verdict ${troubled > 0 ? 'bad' : unknown > 0 ? '' : 'good'}`;
  const text = troubled > 0 ? t('connectors.trouble', { count: number(troubled), total: number(connectors.length) }) : unknown > 0 ? t('connectors.notYetKnown', { count: number(unknown) }) : t('connectors.allWell');
  if (verdict.textContent !== text) verdict.textContent = text;
}

/** While the page is shown. @param {Node} node @param {() => void} refresh */
function keepAsking(node, refresh) {
  let shown = false;
  const timer = setInterval(() => {
    if (shown && !node.isConnected) return clearInterval(timer);
    shown ||= node.isConnected;
    if (shown && document.visibilityState === 'visible') refresh();
  }, ASK_EVERY_MS);
}

/** @param {() => Promise<unknown>} added */
async function addCard(added) {
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
  return h('section', { class: 'stack' }, h('div', { class: 'actions' }, h('a', { class: 'button primary', href: '/connectors/add-mailbox' }, t('connectors.addMailbox'))), h('details', { class: 'card' }, h('summary', null, t('connectors.add')), entry, result));
}
