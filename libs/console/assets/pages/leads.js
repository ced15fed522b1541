// @ts-check
import { get } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { filters } from '../lib/filters.js';
import { leadRow } from '../lib/lead-row.js';
import { empty } from '../lib/messages.js';
import { pagedList } from '../lib/paged-list.js';
import { isOperator } from '../lib/session.js';
import { t } from '../lib/texts.js';

/** @param {import('../lib/router.js').Place} place */
export default async function leadsPage({ query }) {
  const status = query.get('status') ?? 'open';
  const managerId = query.get('managerId');
  const managers = isOperator() ? (await get('/api/v1/managers', { limit: 500 })).items : [];
  const list = await pagedList({
    load: (cursor) => get('/api/v1/leads', { cursor, status: status === 'any' ? undefined : status, managerId }),
    row: (lead) => leadRow(lead, () => list.refresh()),
    empty: () => empty(t('leads.empty'), t(isOperator() ? 'leads.emptyText' : 'leads.emptyManager')),
  });
  const shown = new URLSearchParams(query);
  shown.set('status', status);
  const fields = [
    { name: 'status', label: t('leads.status'), options: ['open', 'closed', 'any'].map((value) => ({ value, text: t(`leads.${value}`) })) },
    ...(managers.length > 0 ? [{ name: 'managerId', label: t('leads.manager'), options: managerOptions(managers) }] : []),
  ];
  const choice = filters('/leads', shown, fields, query.size > 0);
  return { title: t('leads.title'), node: h('div', null, h('h1', null, t('leads.title')), choice, list.node), refresh: () => void list.refresh().catch(() => {}) };
}

/** @param {{ id: string, name: string }[]} managers */
function managerOptions(managers) {
  return [{ value: '', text: t('leads.anyManager') }, { value: 'none', text: t('leads.pool') }, ...managers.map(({ id, name }) => ({ value: id, text: name }))];
}
