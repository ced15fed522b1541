// @ts-check
import { t } from './texts.js';

/** A test request to paste into a terminal. @param {string} address */
export function curlLine(address) {
  const body = JSON.stringify({ name: t('connectors.customerName'), phone: '+7 916 123-45-67', message: t('connectors.customerText') });
  return `curl -X POST '${address}' \\\n  -H 'content-type: application/json' \\\n  -d '${body}'`;
}

/** A plain form for a site: works without any script. @param {string} address */
export function formSnippet(address) {
  return [
    `<form action="${address}" method="post" accept-charset="utf-8">`,
    `  <label>${t('connectors.nameLabel')} <input name="name" autocomplete="name"></label>`,
    `  <label>${t('connectors.phoneLabel')} <input name="phone" type="tel" autocomplete="tel" required></label>`,
    `  <label>${t('connectors.messageLabel')} <textarea name="message"></textarea></label>`,
    `  <button>${t('connectors.sendLabel')}</button>`,
    '</form>',
  ].join('\n');
}
