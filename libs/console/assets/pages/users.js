// @ts-check
import { get, patch, post, remove } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { ask, form } from '../lib/form.js';
import { failure, toast } from '../lib/messages.js';
import { pagedList } from '../lib/paged-list.js';
import { whoAmI } from '../lib/session.js';
import { t } from '../lib/texts.js';

const ROLES = ['manager', 'operator', 'admin'];
const PASSWORD = { autocomplete: 'new-password', minlength: 8, maxlength: 256 };

export default async function usersPage() {
  const title = t('users.title');
  const { items: managers } = await get('/api/v1/managers', { limit: 500 });
  const nameOf = (/** @type {string} */ id) => managers.find((/** @type {any} */ manager) => manager.id === id)?.name ?? id;
  const list = await pagedList({
    load: (cursor) => get('/api/v1/users', { cursor }),
    row: (user) => userRow(user, nameOf, () => list.refresh()),
    empty: () => h('span'),
  });
  const node = h('div', { class: 'stack' }, h('h1', null, title), h('p', { class: 'lead' }, t('users.text')), adding(managers, () => list.refresh()), list.node);
  return { title, node };
}

/** @param {any[]} managers @param {() => Promise<unknown>} added */
function adding(managers, added) {
  const entry = form({
    fields: [
      { name: 'name', label: t('users.name'), attributes: { maxlength: 200 } },
      { name: 'email', label: t('users.email'), type: 'email', attributes: { autocomplete: 'off' } },
      { name: 'role', label: t('users.role'), type: 'select', options: ROLES.map((value) => ({ value, text: t(`role.${value}`) })) },
      { name: 'managerId', label: t('users.manager'), type: 'select', optional: true, options: [{ value: '', text: t('users.noManager') }, ...managers.map(({ id, name }) => ({ value: id, text: name }))] },
      { name: 'password', label: t('users.password'), type: 'password', hint: t('users.passwordHint'), attributes: PASSWORD },
    ],
    submit: t('users.create'),
    onSubmit: async (values) => {
      const { name } = await post('/api/v1/users', values);
      entry.reset();
      toast(t('users.created', { name }));
      await added();
    },
  });
  return h('details', { class: 'card' }, h('summary', null, t('users.add')), entry);
}

/** @param {any} user @param {(id: string) => string} nameOf @param {() => Promise<unknown>} changed */
function userRow(user, nameOf, changed) {
  const me = user.id === whoAmI()?.id;
  const row = h(
    'li',
    { class: 'row' },
    h('div', { class: 'row-main' }, h('strong', { class: 'title' }, user.name), ' ', me && h('span', { class: 'badge' }, t('users.you')), h('p', { class: 'dim' }, user.email)),
    h('div', { class: 'row-side' }, h('span', { class: 'badge' }, t(`role.${user.role}`)), user.disabledAt && h('span', { class: 'badge warn' }, t('users.disabled')), user.managerId && h('span', { class: 'dim' }, nameOf(user.managerId))),
    h('div', { class: 'actions' }, h('button', { type: 'button', onclick: () => newPassword(user) }, t('users.newPassword')), !me && others(user, changed, (problem) => row.append(failure(problem)))),
  );
  return row;
}

/** What may be done to somebody else only. @param {any} user @param {() => Promise<unknown>} changed @param {(problem: unknown) => void} failed */
function others(user, changed, failed) {
  const toggle = () => patch(`/api/v1/users/${user.id}`, { disabled: !user.disabledAt }).then(changed, failed);
  const erase = () => ask({ title: t('users.removeTitle', { name: user.name }), text: t('users.removeText'), fields: [], submit: t('action.remove'), onSubmit: () => remove(`/api/v1/users/${user.id}`).then(changed) });
  return [h('button', { type: 'button', onclick: toggle }, t(user.disabledAt ? 'users.enable' : 'users.disable')), h('button', { type: 'button', onclick: erase }, t('action.remove'))];
}

/** @param {any} user */
function newPassword(user) {
  ask({
    title: `${t('users.newPassword')}: ${user.name}`,
    fields: [{ name: 'password', label: t('users.password'), type: 'password', hint: t('users.passwordHint'), attributes: PASSWORD }],
    submit: t('action.save'),
    onSubmit: (values) => patch(`/api/v1/users/${user.id}`, values),
  });
}
