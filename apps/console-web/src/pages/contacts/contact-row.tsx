import { Badge, Group, Text } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'wouter';
import type { Contact } from '../../api/types';
import { Time } from '../../parts/format';
import { t, word } from '../../texts/text';

export const ContactRow = memo(function ContactRow({ contact }: { readonly contact: Contact }) {
  return (
    <Link href={`/contacts/${encodeURIComponent(contact.id)}`} className="row-link">
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text fw={600} className="one-line">
          {nameOf(contact)}
        </Text>
        <Fate contact={contact} />
      </Group>
      <Text size="sm" className="one-line">
        {contact.subject || contact.text || t('contacts.noText')}
      </Text>
      <Text size="xs" c="dimmed" className="one-line">
        {word('channel', contact.channel)} · <Time iso={contact.receivedAt} />
      </Text>
    </Link>
  );
});

export function nameOf({ sender, person, identities }: Contact): string {
  return sender?.name || person?.name || identities?.[0]?.value || t('contacts.nobody');
}

/** What became of it. */
export function Fate({ contact: { notLead, lead } }: { readonly contact: Contact }) {
  if (notLead) return <Badge color="gray" variant="light" maw="60%">{t('contact.notLead', { reason: word('reason', notLead.reason) })}</Badge>;
  if (!lead) return null;
  return (
    <Badge variant="light" color={lead.status === 'open' ? 'teal' : 'gray'}>
      {t('contact.lead')}: {word('leadStatus', lead.status)}
    </Badge>
  );
}
