import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { notices, session } from '../api/queries';
import { followFeed } from './feed';

/** Those that keep more than a query does, such as long lists. */
const listeners = new Set<() => void>();

/** Keeps every page current while somebody is signed in. @returns whether the hub can be heard */
export function useLive(): boolean {
  const queries = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(
    () =>
      followFeed({
        onEvent: () => {
          void queries.invalidateQueries({ predicate: ({ queryKey }) => !LASTING.has(String(queryKey[0])) });
          refreshLists();
        },
        onLead: () => void queries.refetchQueries({ queryKey: notices.queryKey }),
        onConnection: setConnected,
        mayFollow: async () => (await queries.fetchQuery({ ...session, staleTime: 0 }).catch(() => true)) !== null,
      }),
    [queries],
  );
  return connected;
}

/** What no event of the feed changes; notices are asked for by themselves. */
const LASTING = new Set(['session', 'channels', 'lines', 'managers', 'accounts', 'account', 'queues', 'departments', 'routing', 'routing-versions', 'calendars', 'openings', 'demo', 'recipient', 'senders', 'notices', 'canned-answers']);

/** What is told when one has done something oneself: lists are asked for without waiting for the feed. */
export function refreshLists(): void {
  for (const listener of listeners) listener();
}

/** Calls back when something happened. */
export function useHints(onHint: () => void): void {
  const latest = useRef(onHint);
  useEffect(() => {
    latest.current = onHint;
  });
  useEffect(() => {
    const listener = () => latest.current();
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
}
