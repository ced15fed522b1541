// @ts-check
import { h } from './dom.js';
import { t } from './texts.js';

/** What went wrong and what to do about it. @param {any} problem @param {() => unknown} [again] */
export function failure(problem, again) {
  return h(
    'div',
    { class: 'failure', role: 'alert' },
    h('p', null, problem?.message || t('error.unknown')),
    again && h('button', { type: 'button', onclick: () => again() }, t('error.again')),
  );
}

/** An empty place that teaches what to do next. @param {string} title @param {string} text @param {Node} [action] */
export function empty(title, text, action) {
  return h('div', { class: 'empty' }, h('h2', null, title), h('p', null, text), action);
}

/** A short message that goes by itself and is read aloud. @param {string} text */
export function toast(text) {
  const note = h('div', { class: 'toast', role: 'status' }, text);
  document.body.append(note);
  setTimeout(() => note.remove(), 5_000);
}
