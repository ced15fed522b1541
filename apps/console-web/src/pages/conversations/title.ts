import type { Conversation } from '../../api/conversation-types';
import { t } from '../../texts/text';

export function titleOf({ title, person }: Pick<Conversation, 'title' | 'person'>): string {
  return title || person?.name || t('contacts.nobody');
}
