// @ts-check
import { get } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { filters } from '../lib/filters.js';
import { time } from '../lib/format.js';
import { empty } from '../lib/messages.js';
import { pagedList } from '../lib/paged-list.js';
import { isOperator } from '../lib/session.js';
import { t, word } from '../lib/texts.js';

const PASSED_ON = ['channel', 'accountId', 'personId', 'leadId', 'q'];

/** @param {import('../lib/router.js').Place} place */
export default async function contactsPage({ query }) {
  const accounts = isOperator() ? (await get('/api/v1/accounts', { limit: 500 })).items : [];
  const list = await pagedList({
    load: (cursor) => get('/api/v1/contacts', { cursor, ...asked(query) }),
    row: contactRow,
    empty: () => nothingHere(query),
  });
  const title = t(query.get('personId') ? 'contacts.person' : 'contacts.title');
  const choice = filters('/contacts', query, [
    { name: 'q', label: t('contacts.search'), type: 'search', placeholder: t('contacts.searchHint') },
    ...(accounts.length > 0
      ? [
          { name: 'channel', label: t('contacts.channel'), options: [{ value: '', text: t('contacts.anyChannel') }, ...channelsOf(accounts)] },
          { name: 'accountId', label: t('contacts.account'), options: [{ value: '', text: t('contacts.anyAccount') }, ...accounts.map((/** @type {any} */ { id, name }) => ({ value: id, text: name }))] },
        ]
      : []),
    { name: 'since', label: t('contacts.since'), type: 'date' },
  ]);
  return { title, node: h('div', null, h('h1', null, title), choice, list.node), refresh: () => void list.refresh().catch(() => {}) };
}

/** The address's filters as the API takes them: a day begins in the viewer's zone. @param {URLSearchParams} query */
function asked(query) {
  const day = query.get('since');
  const since = day ? new Date(`${day}T00:00:00`) : undefined;
  return {
    ...Object.fromEntries(PASSED_ON.map((name) => [name, query.get(name)])),
    since: since && !Number.isNaN(since.getTime()) ? since.toISOString() : undefined,
  };
}

/** @param {{ channel: string }[]} accounts */
function channelsOf(accounts) {
  return [...new Set(accounts.map(({ channel }) => channel))].map((value) => ({ value, text: word('channel', value) }));
}

/** @param {any} contact */
function contactRow(contact) {
  const address = contact.identities?.[0]?.value;
  return h(
    'li',
    { class: 'row' },
    h(
      'div',
      { class: 'row-main' },
      h('a', { class: 'title', href: `/contacts/${encodeURIComponent(contact.id)}` }, contact.sender?.name || contact.person?.name || address || t('contacts.nobody')),
      h('p', { class: 'preview' }, contact.text || contact.subject || t('contacts.noText')),
    ),
    h('div', { class: 'row-side' }, fate(contact), h('span', { class: 'dim' }, word('channel', contact.channel), ' · ', time(contact.receivedAt))),
  );
}

/** @param {any} contact */
function fate(contact) {
  if (contact.notLead) return h('span', { class: 'badge' }, t('contact.notLead', { reason: word('reason', contact.notLead.reason) }));
  if (!contact.lead) return undefined;
  return h('span', { class: contact.lead.status === 'open' ? 'badge good' : 'badge' }, t('contact.lead'), ': ', word('leadStatus', contact.lead.status));
}

/** @param {URLSearchParams} query */
function nothingHere(query) {
  if (query.size > 0) return empty(t('contacts.nothing'), t('contacts.nothingText'));
  if (!isOperator()) return empty(t('contacts.empty'), t('contacts.emptyManager'));
  return empty(t('contacts.empty'), t('contacts.emptyText'), h('a', { class: 'button primary', href: '/connectors' }, t('contacts.emptyAction')));
}
