// @ts-check
import { post, remove } from './api.js';
import { copyable } from './copyable.js';
import { h } from './dom.js';
import { ask } from './form.js';
import { curlLine, formSnippet } from './form-snippets.js';
import { number, time } from './format.js';
import { failure, toast } from './messages.js';
import { amI } from './session.js';
import { t, word } from './texts.js';

/** @type {Record<string, string>} */
const TONES = { valid: 'good', alive: 'good', invalid: 'bad', missing: 'bad', stopped: 'bad', stalled: 'warn' };

/** A person must act, or it doesn't work right now. What is unknown is no trouble yet. @param {any} connector */
export function isTroubled({ credential, consumer }) {
  return ['invalid', 'missing'].includes(credential) || ['stalled', 'stopped'].includes(consumer.status);
}

/** @param {any} connector */
export function isUnknown({ channel, credential, consumer }) {
  return consumer.status === 'unknown' ? channel !== 'api' : channel === 'email' && credential === 'unknown';
}

/**
 * One connector as it is. What a person works with (buttons, an open part) outlives the row, which is drawn anew each time
 * the state changes.
 * @param {any} connector @param {Map<string, HTMLElement>} kept  by account @param {() => Promise<unknown>} changed
 */
export function connectorRow(connector, kept, changed) {
  const { accountId, name, channel, line, traffic, quarantined } = connector;
  const controls = kept.get(accountId) ?? controlsOf(connector, changed);
  kept.set(accountId, controls);
  return h(
    'li',
    { class: 'row connector' },
    h('div', { class: 'row-main' }, h('strong', { class: 'title' }, name), h('p', { class: 'dim' }, `${word('channel', channel)} · ${line}`)),
    h(
      'div',
      { class: 'row-side' },
      h('ul', { class: 'health' }, credential(connector), consumer(connector)),
      h('span', { class: 'dim' }, t('connectors.last'), ': ', traffic.lastContactAt ? time(traffic.lastContactAt) : t('connectors.never')),
      h('span', { class: 'dim' }, today(traffic.today), quarantined > 0 && [' · ', h('a', { href: '/quarantine' }, t('connectors.quarantined', { count: number(quarantined) }))]),
    ),
    latestFailure(connector),
    controls,
  );
}

/** @param {any} connector */
function credential({ credential: state }) {
  return h('li', null, h('span', { class: 'dim' }, t('connectors.credential')), ' ', badge(state));
}

/** @param {any} connector */
function consumer({ consumer: { status, lastCycleAt } }) {
  return h('li', null, h('span', { class: 'dim' }, t('connectors.consumer')), ' ', badge(status), lastCycleAt && h('span', { class: 'dim' }, ' ', t('connectors.cycle'), ' ', time(lastCycleAt)));
}

/** Unknown is shown as unknown. @param {string} [state] */
function badge(state = 'unknown') {
  return h('span', { class: `badge ${TONES[state] ?? ''}` }, word('fact', state));
}

/** @param {{ accepted: number, repeats: number, quarantined: number }} counts */
function today({ accepted, repeats, quarantined }) {
  const parts = [t('connectors.today', { count: number(accepted) }), repeats > 0 && t('connectors.repeats', { count: number(repeats) }), quarantined > 0 && t('connectors.notUnderstood', { count: number(quarantined) })];
  return parts.filter(Boolean).join(', ');
}

/** A failure that is over is told quietly; one that lasts says what follows. @param {any} connector */
function latestFailure(connector) {
  const { latestFailure: last, accountId, channel } = connector;
  if (!last) return undefined;
  const said = [last.detail || last.code, ' · ', time(last.at)];
  if (!isTroubled(connector)) return h('p', { class: 'wide dim' }, t('connectors.failure'), ': ', said);
  const next = last.nextTryAt && h('p', null, t('connectors.nextTry'), ' ', time(last.nextTryAt));
  const mend = last.class === 'credentials' && channel === 'email' && amI('admin') && h('a', { href: `/connectors/${accountId}` }, t('connectors.mend'));
  return h('div', { class: 'failure' }, h('p', null, said), next, mend && h('p', null, mend));
}

/** @param {any} connector @param {() => Promise<unknown>} changed @returns {HTMLElement} */
function controlsOf({ accountId, channel, name }, changed) {
  const result = h('div', null);
  const checking = h('button', { type: 'button', onclick: () => check(checking, accountId, result, changed) }, t('connectors.check'));
  const mailbox = channel === 'email';
  return h(
    'div',
    { class: 'wide controls' },
    amI('admin') && h('div', { class: 'actions' }, mailbox && checking, mailbox && h('a', { class: 'button', href: `/connectors/${accountId}` }, t('connectors.settings')), h('button', { type: 'button', class: 'quiet', onclick: () => askToRemove(accountId, name, changed) }, t('action.remove'))),
    result,
    channel === 'form' && h('details', null, h('summary', null, t('connectors.show')), howToConnect(accountId)),
  );
}

/** @param {HTMLButtonElement} button @param {string} accountId @param {HTMLElement} result @param {() => Promise<unknown>} changed */
async function check(button, accountId, result, changed) {
  button.disabled = true;
  button.textContent = t('mailbox.checking');
  result.replaceChildren();
  try {
    const answer = await post(`/api/v1/accounts/${accountId}/check`);
    result.replaceChildren(answer.ok ? h('p', { class: 'note good', role: 'status' }, t('connectors.checked', { title: answer.title })) : failure({ message: answer.failure.detail }));
    await changed();
  } catch (problem) {
    result.replaceChildren(failure(problem));
  } finally {
    button.disabled = false;
    button.textContent = t('connectors.check');
  }
}

/** @param {string} accountId @param {string} name @param {() => Promise<unknown>} changed */
function askToRemove(accountId, name, changed) {
  ask({
    title: t('connectors.removeTitle', { name }),
    text: t('connectors.removeText'),
    fields: [],
    submit: t('action.remove'),
    onSubmit: async () => {
      await remove(`/api/v1/accounts/${accountId}`);
      toast(t('connectors.removed', { name }));
      await changed();
    },
  });
}

/** @param {string} accountId @param {string} [address]  as the server says; the same by default */
export function howToConnect(accountId, address = `${location.origin}/f/${accountId}`) {
  return [copyable(t('connectors.address'), address), copyable(t('connectors.curl'), curlLine(address)), copyable(t('connectors.html'), formSnippet(address))];
}
