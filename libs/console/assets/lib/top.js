// @ts-check
import { h } from './dom.js';
import { go } from './router.js';
import { amI, isOperator, signOut, whoAmI } from './session.js';
import { lang, switchLanguage, t } from './texts.js';

const top = /** @type {HTMLElement} */ (document.getElementById('top'));

/** The head of every page: where one can go, who is signed in, the language. @param {string} path */
export function showTop(path) {
  const me = whoAmI();
  top.replaceChildren(
    h('a', { class: 'skip', href: '#main' }, t('nav.skip')),
    h('a', { class: 'brand', href: '/' }, h('img', { src: '/assets/icon.svg', alt: '', width: 24, height: 24 }), 'Tributary'),
    me ? h('nav', { 'aria-label': t('nav.label') }, places().map(([href, text]) => place(href, text, path))) : '',
    h('div', { class: 'who' }, me && h('span', { class: 'name', title: t(`role.${me.role}`) }, me.name), languageSwitch(), me && leave()),
  );
  // On a phone the row of places is wider than the screen.
  top.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
}

/** @returns {[string, string][]} */
function places() {
  return [
    ['/', t('nav.home')],
    ['/leads', t('nav.leads')],
    ['/contacts', t('nav.contacts')],
    ...(isOperator()
      ? /** @type {[string, string][]} */ ([
          ['/connectors', t('nav.connectors')],
          ['/quarantine', t('nav.quarantine')],
          ['/managers', t('nav.managers')],
        ])
      : []),
    ...(amI('admin') ? /** @type {[string, string][]} */ ([['/users', t('nav.users')]]) : []),
  ];
}

/** @param {string} href @param {string} text @param {string} path */
function place(href, text, path) {
  const here = href === '/' ? path === '/' : path.startsWith(href);
  return h('a', { href, 'aria-current': here && 'page' }, text);
}

function languageSwitch() {
  const other = lang === 'ru' ? 'en' : 'ru';
  return h('button', { type: 'button', class: 'quiet', lang: other, onclick: () => switchLanguage(other) }, other === 'en' ? 'English' : 'Русский');
}

function leave() {
  const onclick = async () => {
    await signOut();
    await go('/sign-in');
  };
  return h('button', { type: 'button', class: 'quiet', onclick }, t('nav.signOut'));
}
