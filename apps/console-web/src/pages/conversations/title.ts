import type { Conversation } from '../../api/conversation-types';
import { t, word } from '../../texts/text';

/** With whom, or in which group; of a group whose name is not known, that it is one. */
export function titleOf({ kind, title, person }: Pick<Conversation, 'kind' | 'title' | 'person'>): string {
  return title || (isShared({ kind }) ? word('talkKind', kind) : person?.name) || t('contacts.nobody');
}

/** Not only one customer reads it. */
export function isShared({ kind }: { readonly kind?: string | undefined }): boolean {
  return kind !== undefined && kind !== 'private';
}
