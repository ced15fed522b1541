// @ts-check
import { get, post } from './api.js';
import { h } from './dom.js';
import { ask } from './form.js';
import { number, time } from './format.js';
import { failure, toast } from './messages.js';
import { t } from './texts.js';

/**
 * Open payloads by cause, with what can be done to all of one cause.
 * @param {() => Promise<unknown>} changed
 */
export async function quarantineGroups(changed) {
  const list = h('ul', { class: 'rows' });
  const node = h('section', { class: 'groups' }, list);
  const refresh = async () => {
    const [{ items: groups }, names] = await Promise.all([get('/api/v1/quarantine/groups'), accountNames()]);
    node.hidden = groups.length === 0;
    list.replaceChildren(...groups.map((/** @type {any} */ group) => groupRow(group, names.get(group.accountId) ?? group.accountId, () => Promise.all([refresh(), changed()]))));
  };
  await refresh();
  return { node, refresh };
}

/** @returns {Promise<Map<string, string>>} */
async function accountNames() {
  const { items } = await get('/api/v1/connectors');
  return new Map(items.map((/** @type {any} */ { accountId, name }) => [accountId, name]));
}

/** @param {any} group @param {string} account @param {() => Promise<unknown>} changed */
function groupRow(group, account, changed) {
  const { accountId, stage, code, count, detail, firstAt, lastAt } = group;
  const selection = { accountId, stage, code };
  const row = h(
    'li',
    { class: 'row' },
    h('div', { class: 'row-main' }, h('strong', { class: 'title' }, detail || code), h('p', { class: 'dim' }, account, ' · ', time(firstAt), ' – ', time(lastAt))),
    h('div', { class: 'row-side' }, h('span', { class: 'badge bad' }, t('quarantine.count', { count: number(count) }))),
    h(
      'div',
      { class: 'actions' },
      action(t('quarantine.tryAll'), () => replayAll({ ...selection, dryRun: true }).then((told) => toast(t('quarantine.tried', told)))),
      action(t('quarantine.replayAll'), () => replayAll(selection).then((told) => (toast(t('quarantine.replayedAll', told)), changed()))),
      h('button', { type: 'button', onclick: () => dismiss(selection, detail || code, changed) }, t('quarantine.dismiss')),
    ),
  );
  return row;
}

/** Part by part, to the end. @param {object} selection @returns {Promise<{ understood: string, left: string }>} */
async function replayAll(selection) {
  let [understood, left] = [0, 0];
  for (let cursor; cursor !== null; ) {
    const part = await post('/api/v1/quarantine/replay', { ...selection, ...(cursor && { cursor }) });
    understood += part.understood;
    left += part.stillNotUnderstood;
    cursor = part.nextCursor;
  }
  return { understood: number(understood), left: number(left) };
}

/** @param {object} selection @param {string} title @param {() => Promise<unknown>} changed */
function dismiss(selection, title, changed) {
  ask({
    title: t('quarantine.dismiss'),
    text: title,
    fields: [{ name: 'reason', label: t('quarantine.reason'), hint: t('quarantine.reasonHint') }],
    submit: t('quarantine.dismiss'),
    onSubmit: async ({ reason }) => {
      const { dismissed } = await post('/api/v1/quarantine/dismiss', { ...selection, reason });
      toast(t('quarantine.dismissed', { count: number(dismissed) }));
      await changed();
    },
  });
}

/** @param {string} text @param {() => Promise<unknown>} act */
function action(text, act) {
  const button = h('button', {
    type: 'button',
    onclick: async () => {
      button.disabled = true;
      const row = button.closest('.row');
      row?.querySelector('.failure')?.remove();
      try {
        await act();
      } catch (problem) {
        row?.append(failure(problem));
      } finally {
        button.disabled = false;
      }
    },
  }, text);
  return button;
}
