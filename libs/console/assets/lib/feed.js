// @ts-check
/**
 * One connection to the feed for the whole console. Pages are told that something happened and ask for what they show
 * themselves: an event is a hint, never data. After a lost connection they are told once as well.
 */

/** Events within so long are one refresh. */
const GATHER_MS = 300;
/** The browser gives up on an answer that is no stream (503 while a service restarts, 401); then we try again by ourselves. */
const AGAIN_MS = 5_000;

/** Whatever happens to a lead. */
const EVENTS = ['lead.opened', 'lead.joined', 'lead.revised', 'lead.transferred', 'lead.taken', 'lead.closed'];

/** @type {EventSource | undefined} */
let source;
let wasLost = false;
/** @type {number | undefined} */
let gathering;
/** @type {number | undefined} */
let again;
/** @type {() => void} */
let tell = () => {};

/** Told once, however much happened while nobody looked: the same listener is not added twice. */
const tellWhenSeen = () => tell();

/**
 * @typedef {object} Handlers
 * @property {() => void} onEvent
 * @property {(connected: boolean) => void} onState
 * @property {() => Promise<boolean>} mayFollow  asked before a feed that was refused is tried again
 *
 * @param {Handlers} handlers
 */
export function openFeed(handlers) {
  closeFeed();
  tell = handlers.onEvent;
  const stream = new EventSource('/api/v1/feed');
  source = stream;
  stream.onopen = () => {
    handlers.onState(true);
    if (wasLost) gather();
    wasLost = false;
  };
  stream.onerror = () => {
    wasLost = true;
    handlers.onState(false);
    if (stream.readyState === EventSource.CLOSED) again = setTimeout(() => void openAgain(handlers), AGAIN_MS);
  };
  for (const type of EVENTS) stream.addEventListener(type, gather);
}

/** @param {Handlers} handlers */
async function openAgain(handlers) {
  if (await handlers.mayFollow()) openFeed(handlers);
}

export function closeFeed() {
  clearTimeout(again);
  source?.close();
  source = undefined;
}

function gather() {
  gathering ??= setTimeout(() => {
    gathering = undefined;
    if (document.visibilityState === 'visible') tell();
    else document.addEventListener('visibilitychange', tellWhenSeen, { once: true });
  }, GATHER_MS);
}
