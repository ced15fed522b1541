import { Badge, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Activity, Contact, PersonCard } from '../../api/types';
import { Time } from '../../parts/format';
import { t, word } from '../../texts/text';
import { Fate } from '../contacts/contact-row';

type Event = { readonly at: string } & ({ readonly contact: Contact } | { readonly activity: Activity });

/** What happened between this person and us, over all channels, newest first. */
export function Timeline({ person }: { readonly person: PersonCard }) {
  const events: Event[] = [...person.contacts.map((contact) => ({ at: contact.occurredAt, contact })), ...person.activities.map((activity) => ({ at: activity.occurredAt, activity }))].sort((a, b) => b.at.localeCompare(a.at));
  if (events.length === 0) return <Text c="dimmed">{t('people.noEvents')}</Text>;
  return (
    <>
      <ol className="timeline">
        {events.map((event) => (
          <li key={'contact' in event ? event.contact.id : event.activity.id}>{'contact' in event ? <ContactEvent contact={event.contact} /> : <ActivityEvent activity={event.activity} />}</li>
        ))}
      </ol>
      <Link href={`/contacts?personId=${person.id}`}>{t('people.allContacts')}</Link>
    </>
  );
}

function ContactEvent({ contact }: { readonly contact: Contact }) {
  return (
    <>
      <Text size="sm" c="dimmed">
        <Badge size="sm" variant="light">
          {word('channel', contact.channel)}
        </Badge>{' '}
        <Time iso={contact.occurredAt} /> <Fate contact={contact} />
      </Text>
      <Link href={`/contacts/${contact.id}`}>{contact.subject || contact.text?.slice(0, 200) || t('contacts.noText')}</Link>
    </>
  );
}

function ActivityEvent({ activity: { kind, occurredAt, durationMinutes, result, by } }: { readonly activity: Activity }) {
  return (
    <>
      <Text size="sm" c="dimmed">
        <Badge size="sm" variant="light" color="grape">
          {t(`activity.${kind}`)}
        </Badge>{' '}
        <Time iso={occurredAt} /> {durationMinutes !== null && t('duration.minutes', { count: durationMinutes })} {by}
      </Text>
      <Text className="plain-text">{result}</Text>
    </>
  );
}
