import { useCallback, useEffect, useRef, useState } from 'react';
import { get, type Problem } from '../api/client';
import type { Page } from '../api/types';
import { useHints } from '../live/use-live';

/** The first page comes quickly; who scrolls on wants many. */
const FIRST = 50;
const NEXT = 500;

interface Listed {
  readonly id: string;
}

type Query = Readonly<Record<string, string | null | undefined>>;

export interface GrowingList<T> {
  /** Undefined until the first answer. */
  readonly items: readonly T[] | undefined;
  readonly hasMore: boolean;
  readonly problem: Problem | undefined;
  /** Harmless while it is under way. */
  more(): void;
  /** Asks for the newest ones again; those further down stay as they are. */
  refresh(): void;
}

interface State<T> {
  readonly key: string;
  readonly items: readonly T[] | undefined;
  /** Of all items: it grows with the list, and isn't made anew. */
  readonly ids: Set<string>;
  readonly cursor: string | null;
  readonly problem?: Problem | undefined;
}

/** A list that grows page by page and takes in what is new at its head, without asking for all of it again. @param next  how many more at once */
export function useGrowingList<T extends Listed>(path: string, query: Query, next = NEXT): GrowingList<T> {
  const key = JSON.stringify([path, query]);
  const [state, setState] = useState<State<T>>(() => nothingYet(key));
  const busy = useRef(false);
  const current = state.key === key ? state : nothingYet<T>(key);

  const refresh = useCallback(() => {
    const ownState = (state: State<T>) => (state.key === key ? state : nothingYet<T>(key));
    ask<T>(key, { limit: FIRST }).then(
      (page) => setState((before) => withHead(ownState(before), page)),
      (problem: Problem) => setState((before) => ({ ...ownState(before), problem })),
    );
  }, [key]);

  useEffect(refresh, [refresh]);
  useHints(refresh);

  const more = () => {
    if (busy.current || !current.cursor) return;
    busy.current = true;
    ask<T>(key, { limit: next, cursor: current.cursor })
      .then(
        (page) => setState((before) => (before.key === key ? withTail(before, page) : before)),
        (problem: Problem) => setState((before) => ({ ...before, problem })),
      )
      .finally(() => (busy.current = false));
  };
  return { items: current.items, hasMore: current.cursor !== null, problem: current.problem, more, refresh };
}

function ask<T>(key: string, { limit, cursor }: { limit: number; cursor?: string }): Promise<Page<T>> {
  const [path, query] = JSON.parse(key) as [string, Query];
  return get<Page<T>>(path, { ...query, limit, cursor });
}

function nothingYet<T>(key: string): State<T> {
  return { key, items: undefined, ids: new Set(), cursor: null };
}

/** New ones before those that are known, changed ones in the place of the old. When nothing joins them, what was known is too old to go on from. */
function withHead<T extends Listed>(before: State<T>, { items, nextCursor }: Page<T>): State<T> {
  const { key, ids } = before;
  const fresh = new Set(items.map(({ id }) => id));
  const joined = before.items && nextCursor !== null && items.some(({ id }) => ids.has(id));
  if (!before.items || !joined) return { key, items, ids: fresh, cursor: nextCursor };
  const rest = before.items.filter(({ id }) => !fresh.has(id));
  return { key, items: [...items, ...rest], ids: new Set([...ids, ...fresh]), cursor: before.items.length > items.length ? before.cursor : nextCursor };
}

function withTail<T extends Listed>(before: State<T>, { items, nextCursor }: Page<T>): State<T> {
  const { key, ids } = before;
  const added = items.filter(({ id }) => !ids.has(id));
  return { key, items: [...(before.items ?? []), ...added], ids: withAll(ids, added), cursor: nextCursor };
}

function withAll(ids: Set<string>, added: readonly Listed[]): Set<string> {
  for (const { id } of added) ids.add(id);
  return ids;
}
