// @ts-check
/**
 * Builds an element. Strings become text nodes and nothing is ever parsed as HTML, so that no customer's text can act.
 * @param {string} tag
 * @param {Record<string, any> | null} [properties]  `on…` are listeners, `class` and others attributes; false and null are left out
 * @param {...any} children  nodes, texts, arrays of them; false, null and undefined are left out
 * @returns {any}  the element; its class follows from the tag
 */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) setProperty(element, name, value);
  element.append(...children.flat(3).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** @param {HTMLElement} element @param {string} name @param {any} value */
function setProperty(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/**
 * Puts new children in place of the old ones without taking the keyboard's focus from a node that stays.
 * @param {HTMLElement} parent @param {Node[]} children
 */
export function replaceKeepingFocus(parent, children) {
  const focused = document.activeElement;
  parent.replaceChildren(...children);
  if (focused instanceof HTMLElement && focused.isConnected && focused !== document.activeElement) {
    focused.focus({ preventScroll: true });
  }
}
