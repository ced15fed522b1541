import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';
import { get, Problem } from '../api/client';
import { refreshLists } from '../live/use-live';
import { t } from '../texts/text';
import { Empty } from './messages';

/** Somebody else has it by now: no fault, and nothing to try again. */
export function isSomebodyElses(problem: unknown): boolean {
  return problem instanceof Problem && problem.status === 403;
}

/** Where something was that one may not see any more. */
export function SomebodyElses({ title }: { readonly title: string }) {
  return <Empty title={title} text={t('gone.text')} />;
}

/** After a lead was given to somebody else: whoever may still see it stays, others go back to the list they came from. @param path  what is asked for it */
export function useAfterGivingAway(path: string): () => Promise<void> {
  const queries = useQueryClient();
  const [place, go] = useLocation();
  const search = useSearch();
  return useCallback(async () => {
    const gone = await get(path).then(() => false, isSomebodyElses);
    const [, list, one] = place.split('/');
    if (gone && one) go(`/${list}${search ? `?${search}` : ''}`);
    refreshLists();
    await queries.invalidateQueries();
  }, [queries, place, go, search, path]);
}

