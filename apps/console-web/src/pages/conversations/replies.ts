import { useEffect, useSyncExternalStore } from 'react';
import { postOnce, Problem } from '../../api/client';
import type { Reply } from '../../api/conversation-types';
import { refreshLists } from '../../live/use-live';
import { whenForgotten } from '../../session/belongings';
import { t } from '../../texts/text';
import { Outbox, type Outgoing } from './outbox';

/** Of the whole page: an answer goes on while one looks elsewhere. */
export const outbox = new Outbox({
  send: async ({ contactId, key, text, files }) => {
    const attachments = await Promise.all(files.map(contentOf));
    const { id } = await postOnce<Reply>(`/api/v1/contacts/${encodeURIComponent(contactId)}/reply`, key, { ...(text && { text }), ...(attachments.length > 0 && { attachments }) });
    refreshLists();
    return id;
  },
  // No answer, one of somebody on the way, or "not now": it may have been taken, and may be later.
  isRefusal: (problem) => problem instanceof Problem && problem.status >= 400 && problem.status < 500 && ![401, 408, 425, 429].includes(problem.status),
});

whenForgotten(() => outbox.clear());

/** What the server's list doesn't show yet. */
export function useOutgoing(conversationId: string): readonly Outgoing[] {
  return useSyncExternalStore(outbox.subscribe, () => outbox.of(conversationId));
}

/** Asks before the page is left with something that the server doesn't have. */
export function useKeepUnsent(): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (outbox.isHolding) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
}

/** @throws Problem when the file can't be read any more */
async function contentOf(file: File): Promise<{ name: string; mediaType?: string; content: string }> {
  return { name: file.name, ...(file.type && { mediaType: file.type }), content: await base64Of(file) };
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new Problem(422, { code: 'file-unreadable', detail: t('talk.fileUnreadable', { name: file.name }) }, { cause: reader.error }));
    reader.readAsDataURL(file);
  });
}
