// @ts-check
import { get, post } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { form } from '../lib/form.js';
import { empty, toast } from '../lib/messages.js';
import { pagedList } from '../lib/paged-list.js';
import { amI } from '../lib/session.js';
import { t } from '../lib/texts.js';

export default async function managersPage() {
  const title = t('managers.title');
  const list = await pagedList({
    load: (cursor) => get('/api/v1/managers', { cursor }),
    row: ({ name, email }) => h('li', { class: 'row' }, h('div', { class: 'row-main' }, h('strong', { class: 'title' }, name), h('p', { class: 'dim' }, email ?? ''))),
    empty: () => empty(t('managers.empty'), t('managers.emptyText')),
  });
  return { title, node: h('div', { class: 'stack' }, h('h1', null, title), amI('admin') ? adding(() => list.refresh()) : '', list.node), refresh: () => void list.refresh().catch(() => {}) };
}

/** @param {() => Promise<unknown>} added */
function adding(added) {
  const entry = form({
    fields: [
      { name: 'name', label: t('managers.name'), attributes: { maxlength: 200 } },
      { name: 'email', label: t('managers.email'), type: 'email' },
    ],
    submit: t('managers.create'),
    onSubmit: async (values) => {
      const { name } = await post('/api/v1/managers', values);
      entry.reset();
      toast(t('managers.created', { name }));
      await added();
    },
  });
  return h('section', { class: 'card' }, h('h2', null, t('managers.add')), entry);
}
