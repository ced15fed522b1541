import { useQueryClient } from '@tanstack/react-query';
import { put } from '../../api/client';
import type { Recipient } from '../../api/types';

/** Saves a recipient with changes; masked secrets stay. */
export function useSave(recipient: Recipient): (changes: Partial<Record<keyof Recipient, unknown>>) => Promise<void> {
  const queries = useQueryClient();
  return async (changes) => {
    const { managerId } = recipient;
    await put(`/api/v1/notifications/${encodeURIComponent(managerId)}`, { ...recipient, ...changes });
    await queries.invalidateQueries();
  };
}
