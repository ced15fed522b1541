import { useCallback, useEffect, useRef, useState } from 'react';
import { get, type Problem } from '../api/client';
import type { Page } from '../api/types';
import { useHints } from '../live/use-live';
import { type Known, type Listed, withHead, withTail } from './growing';

/** The first page comes quickly; who scrolls on wants many. */
const FIRST = 50;
const NEXT = 500;
/** So many of those that are shown are asked for again when something happened: it may have happened to any of them. */
const AGAIN = 200;

type Query = Readonly<Record<string, string | null | undefined>>;

export interface GrowingList<T> {
  /** Undefined until the first answer. */
  readonly items: readonly T[] | undefined;
  readonly hasMore: boolean;
  readonly problem: Problem | undefined;
  /** Harmless while it is under way. */
  more(): void;
  /** Asks for the newest ones again; those far down stay as they are. */
  refresh(): void;
}

interface State<T> extends Known<T> {
  readonly key: string;
  /** The request that was answered last: answers to earlier ones are older. */
  readonly answered: number;
  readonly problem?: Problem | undefined;
}

/** A list that grows page by page and takes in what is new at its head, without asking for all of it again. @param next  how many more at once */
export function useGrowingList<T extends Listed>(path: string, query: Query, next = NEXT): GrowingList<T> {
  const key = JSON.stringify([path, query]);
  const [state, setState] = useState<State<T>>(() => nothingYet(key));
  const busy = useRef(false);
  const requests = useRef(0);
  const shown = useRef(0);
  const current = state.key === key ? state : nothingYet<T>(key);
  useEffect(() => {
    shown.current = current.items?.length ?? 0;
  });

  const refresh = useCallback(() => {
    const number = ++requests.current;
    const answered = (change: (before: State<T>) => State<T>) =>
      setState((before) => (number < before.answered ? before : { ...change(before.key === key ? before : nothingYet(key)), answered: number }));
    ask<T>(key, { limit: Math.min(Math.max(shown.current, FIRST), AGAIN) }).then(
      (page) => answered((before) => ({ ...before, ...withHead(before, page), problem: undefined })),
      (problem: Problem) => answered((before) => ({ ...before, problem })),
    );
  }, [key]);

  useEffect(refresh, [refresh]);
  useHints(refresh);

  const more = () => {
    const { cursor } = current;
    if (busy.current || !cursor) return;
    busy.current = true;
    const ifShown = (change: (before: State<T>) => State<T>) => setState((before) => (before.key === key ? change(before) : before));
    ask<T>(key, { limit: next, cursor })
      .then(
        (page) => ifShown((before) => ({ ...before, ...withTail(before, cursor, page), problem: undefined })),
        (problem: Problem) => ifShown((before) => ({ ...before, problem })),
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
  return { key, answered: 0, items: undefined, cursor: null };
}
