// @ts-check
import { get, post } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { number, size, time } from '../lib/format.js';
import { empty, failure, toast } from '../lib/messages.js';
import { pagedList } from '../lib/paged-list.js';
import { quarantineGroups } from '../lib/quarantine-groups.js';
import { t, word } from '../lib/texts.js';

export default async function quarantinePage() {
  const title = t('quarantine.title');
  const list = await pagedList({
    load: (cursor) => get('/api/v1/quarantine', { cursor }),
    row: (item) => itemRow(item, () => refresh()),
    empty: () => empty(t('quarantine.empty'), t('quarantine.emptyText')),
  });
  const groups = await quarantineGroups(() => list.refresh());
  const refresh = () => Promise.all([groups.refresh(), list.refresh()]);
  const node = h('div', null, h('h1', null, title), h('p', { class: 'lead' }, t('quarantine.text')), groups.node, list.node);
  return { title, node, refresh: () => void refresh().catch(() => {}) };
}

/** @param {any} item @param {() => Promise<unknown>} changed */
function itemRow(item, changed) {
  const { reason, payload, status } = item;
  const button = h('button', { type: 'button', onclick: () => replay(button, item, changed) }, t('quarantine.replay'));
  const facts = [`${t('quarantine.stage')}: ${reason.stage}`, payload.mediaType, size(payload.sizeBytes), item.seen > 1 && t('quarantine.seen', { count: number(item.seen) })];
  return h(
    'li',
    { class: 'row' },
    h('div', { class: 'row-main' }, h('strong', { class: 'title' }, reason.detail || reason.code), h('p', { class: 'dim' }, facts.filter(Boolean).join(' · '))),
    h('div', { class: 'row-side' }, status !== 'open' && h('span', { class: 'badge good' }, word('quarantineStatus', status)), h('span', { class: 'dim' }, time(item.receivedAt))),
    status === 'open' && h('div', { class: 'actions' }, button),
  );
}

/** @param {HTMLButtonElement} button @param {any} item @param {() => Promise<unknown>} changed */
async function replay(button, item, changed) {
  button.disabled = true;
  const row = button.closest('.row');
  row?.querySelector('.failure')?.remove();
  try {
    await post(`/api/v1/quarantine/${item.id}/replay`);
    toast(t('quarantine.replayed'));
    await changed();
  } catch (problem) {
    row?.append(failure(problem));
  } finally {
    button.disabled = false;
  }
}
