import { Alert, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Conversation } from '../../api/conversation-types';
import { t } from '../../texts/text';

/** Why nothing can be sent here, and what one can do instead. */
export function CantAnswer({ conversation: { reach, person } }: { readonly conversation: Conversation }) {
  return (
    <Alert color="yellow" variant="light" className="cant-answer" title={t('talk.cantAnswer')}>
      {reach.reason && <Text size="sm">{reach.reason.detail}</Text>}
      <Text size="sm">
        {t('talk.instead')}{' '}
        {person && <Link href={`/people/${encodeURIComponent(person.id)}`}>{t('talk.otherWays', { name: person.name || t('contacts.nobody') })}</Link>}
      </Text>
    </Alert>
  );
}
