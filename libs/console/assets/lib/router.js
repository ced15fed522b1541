// @ts-check
/**
 * @typedef {object} View  what a page gives back
 * @property {string} title
 * @property {Node} node
 * @property {() => void} [refresh]  something happened: show what is new
 *
 * @typedef {object} Place  where we are
 * @property {string} path
 * @property {string | undefined} id
 * @property {URLSearchParams} query
 *
 * @typedef {{ pattern: RegExp, load: () => Promise<{ default: (place: Place) => Promise<View> | View }> }} Route
 */

/** @type {Route[]} */
let routes = [];
/** @type {(place: Place, route: Route | undefined) => Promise<void>} */
let show = async () => {};

/**
 * Links of the console change the page without loading it anew: the feed stays connected.
 * @param {Route[]} table @param {typeof show} handler
 */
export function startRouter(table, handler) {
  routes = table;
  show = handler;
  document.addEventListener('click', followLink);
  window.addEventListener('popstate', () => void open());
  return open();
}

/** @param {string} address */
export function go(address) {
  history.pushState(null, '', address);
  return open();
}

/** Changes the address without a new entry and without showing the page again (filters). @param {string} address */
export function rewriteAddress(address) {
  history.replaceState(null, '', address);
}

export function open() {
  const path = location.pathname;
  const route = routes.find(({ pattern }) => pattern.test(path));
  const id = route?.pattern.exec(path)?.[1];
  return show({ path, id: id && decodeURIComponent(id), query: new URLSearchParams(location.search) }, route);
}

/** @param {MouseEvent} event */
function followLink(event) {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('download')) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || !routes.some(({ pattern }) => pattern.test(url.pathname))) return;
  if (url.hash && url.pathname === location.pathname) return;
  event.preventDefault();
  void go(url.pathname + url.search);
}
