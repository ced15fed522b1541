// @ts-check
import { whenSignedOut } from './lib/api.js';
import { h } from './lib/dom.js';
import { closeFeed, openFeed } from './lib/feed.js';
import { failure } from './lib/messages.js';
import { open, go, startRouter } from './lib/router.js';
import { forgetSession, loadSession, whoAmI } from './lib/session.js';
import { loadTexts, t } from './lib/texts.js';
import { showTop } from './lib/top.js';

/** @type {import('./lib/router.js').Route[]} */
const ROUTES = [
  { pattern: /^\/$/, load: () => import('./pages/home.js') },
  { pattern: /^\/setup$/, load: () => import('./pages/setup.js') },
  { pattern: /^\/sign-in$/, load: () => import('./pages/sign-in.js') },
  { pattern: /^\/leads$/, load: () => import('./pages/leads.js') },
  { pattern: /^\/contacts$/, load: () => import('./pages/contacts.js') },
  { pattern: /^\/contacts\/([^/]+)$/, load: () => import('./pages/contact.js') },
  { pattern: /^\/connectors$/, load: () => import('./pages/connectors.js') },
  { pattern: /^\/connectors\/add-mailbox$/, load: () => import('./pages/mailbox.js') },
  { pattern: /^\/connectors\/([^/]+)$/, load: () => import('./pages/mailbox.js') },
  { pattern: /^\/quarantine$/, load: () => import('./pages/quarantine.js') },
  { pattern: /^\/managers$/, load: () => import('./pages/managers.js') },
  { pattern: /^\/users$/, load: () => import('./pages/users.js') },
];
const OPEN_TO_ALL = ['/setup', '/sign-in'];

const main = /** @type {HTMLElement} */ (document.getElementById('main'));
const banner = /** @type {HTMLElement} */ (document.getElementById('banner'));
/** @type {import('./lib/router.js').View | undefined} */
let view;
let visit = 0;

/** @param {import('./lib/router.js').Place} place @param {import('./lib/router.js').Route | undefined} route */
async function show(place, route) {
  const mine = ++visit;
  if (!whoAmI() && !OPEN_TO_ALL.includes(place.path)) return toSignIn();
  followFeed();
  main.setAttribute('aria-busy', 'true');
  const next = await build(place, route);
  if (mine !== visit) return;
  const first = view === undefined;
  view = next;
  document.title = `${next.title} · Tributary`;
  showTop(place.path);
  main.replaceChildren(next.node);
  main.removeAttribute('aria-busy');
  window.scrollTo(0, 0);
  if (!first && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
}

/** @param {import('./lib/router.js').Place} place @param {import('./lib/router.js').Route | undefined} route @returns {Promise<import('./lib/router.js').View>} */
async function build(place, route) {
  if (!route) return { title: t('notFound.title'), node: notFound() };
  try {
    return await (await route.load()).default(place);
  } catch (problem) {
    return { title: t('error.title'), node: h('div', null, h('h1', null, t('error.title')), failure(problem, open)) };
  }
}

function notFound() {
  return h('div', { class: 'empty' }, h('h1', null, t('notFound.title')), h('p', null, h('a', { href: '/' }, t('notFound.home'))));
}

function toSignIn() {
  closeFeed();
  banner.hidden = true;
  const back = location.pathname + location.search;
  return go(back === '/' ? '/sign-in' : `/sign-in?back=${encodeURIComponent(back)}`);
}

let following = false;
function followFeed() {
  if (following === Boolean(whoAmI())) return;
  following = Boolean(whoAmI());
  if (!following) return closeFeed();
  openFeed({ onEvent: () => view?.refresh?.(), onState: showConnection, mayFollow });
}

/** Whose session has ended is sent to sign in; a server that is away tells nothing about that. */
async function mayFollow() {
  await loadSession().catch(() => {});
  if (following && !whoAmI()) signedOut();
  return following;
}

/** @param {boolean} connected */
function showConnection(connected) {
  banner.hidden = connected;
  banner.textContent = connected ? '' : t('feed.lost');
}

function signedOut() {
  forgetSession();
  following = false;
  void toSignIn();
}

whenSignedOut(signedOut);

try {
  await loadTexts();
  await loadSession();
  await startRouter(ROUTES, show);
} catch (problem) {
  main.replaceChildren(failure(problem, () => location.reload()));
  main.removeAttribute('aria-busy');
}
