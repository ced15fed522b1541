// @ts-check
import { h } from './dom.js';
import { t } from './texts.js';

/** A text to paste elsewhere, with a button that copies it. @param {string} label @param {string} text */
export function copyable(label, text) {
  const button = h('button', { type: 'button', onclick: () => copy(button, text) }, t('action.copy'));
  return h('div', { class: 'copyable' }, h('div', { class: 'head' }, h('span', null, label), button), h('pre', { tabindex: 0 }, text));
}

/** @param {HTMLButtonElement} button @param {string} text */
async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = t('action.copied');
  } catch {
    // Without https browsers refuse the clipboard: the text is selected, so that one key copies it.
    const shown = button.closest('.copyable')?.querySelector('pre');
    if (shown) getSelection()?.selectAllChildren(shown);
    button.textContent = t('action.copyByHand');
  }
}
