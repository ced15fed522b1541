/**
 * One connection to the feed for the whole console. An event is a hint, never data: whoever shows something asks for it again. After a
 * lost connection everybody is told once, so that nothing is missed.
 */

/** Events within so long are one hint. */
const GATHER_MS = 300;
/** The browser gives up on an answer that is no stream (503 while a service restarts, 401); then we try again by ourselves. */
const AGAIN_MS = 5_000;
/** The hub breaks its silence every 15 s; a line that says nothing for longer is dead. */
const SILENT_MS = 35_000;
const EVENTS = ['lead.opened', 'lead.joined', 'lead.revised', 'lead.transferred', 'lead.taken', 'lead.closed', 'lead.assigned', 'lead.escalated', 'lead.offered', 'lead.reminded', 'lead.replied', 'lead.reply-changed', 'lead.noted', 'connector', 'alarm'];

export interface FeedHandlers {
  /** Something happened; called at most every 300 ms, and only while the page is seen. */
  onEvent(): void;
  /** Something happened to a lead; called as seldom, but also while nobody looks: just then somebody wants to be told. */
  onLead(): void;
  onConnection(connected: boolean): void;
  /** Asked before a feed that was refused is tried again. */
  mayFollow(): Promise<boolean>;
}

/** @returns ends it */
export function followFeed(handlers: FeedHandlers): () => void {
  let stream: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let lost = false;
  let over = false;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let ofLeads = false;
  const tell = () => handlers.onEvent();
  const gather = (type: string) => {
    ofLeads ||= type.startsWith('lead.');
    gathering ??= setTimeout(() => {
      gathering = undefined;
      if (ofLeads) handlers.onLead();
      ofLeads = false;
      if (document.visibilityState === 'visible') tell();
      else document.addEventListener('visibilitychange', tell, { once: true });
    }, GATHER_MS);
  };
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(openAnew, SILENT_MS);
  };
  const isLost = () => {
    lost = true;
    handlers.onConnection(false);
  };
  const open = () => {
    stream = new EventSource('/api/v1/feed');
    heard();
    stream.onopen = () => {
      heard();
      handlers.onConnection(true);
      if (lost) gather('lead.');
      lost = false;
    };
    stream.onerror = () => {
      isLost();
      if (stream?.readyState !== EventSource.CLOSED) return;
      clearTimeout(silence);
      again = setTimeout(() => void openIfMay(), AGAIN_MS);
    };
    stream.addEventListener('beat', heard);
    for (const type of EVENTS) {
      stream.addEventListener(type, () => {
        heard();
        gather(type);
      });
    }
  };
  const openAnew = () => {
    isLost();
    stream?.close();
    open();
  };
  const openIfMay = async () => {
    const may = await handlers.mayFollow();
    if (may && !over) open();
  };
  open();
  return () => {
    over = true;
    clearTimeout(again);
    clearTimeout(gathering);
    clearTimeout(silence);
    document.removeEventListener('visibilitychange', tell);
    stream?.close();
  };
}
