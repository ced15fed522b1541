import { Badge, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get } from '../../api/client';
import { connectors, managers } from '../../api/queries';
import type { Contact, Page } from '../../api/types';
import { Section } from '../../parts/facts';
import { t } from '../../texts/text';

/** What a fresh installation still lacks. Nothing when all is there. */
export function FirstSteps() {
  const { data: people } = useQuery(managers);
  const { data: accounts } = useQuery(connectors);
  const { data: contacts } = useQuery({ queryKey: ['contacts', 'any'], queryFn: () => get<Page<Contact>>('/api/v1/contacts', { limit: 1 }) });
  if (!people || !accounts || !contacts) return null;
  const steps = [
    { done: people.items.length > 0, href: '/managers', name: 'stepManager' },
    { done: accounts.items.length > 0, href: '/connectors/add', name: 'stepConnector' },
    { done: contacts.items.length > 0, href: '/connectors', name: 'stepPost' },
  ] as const;
  if (steps.every(({ done }) => done)) return null;
  return (
    <Section title={t('home.steps')}>
      <ol className="steps">
        {steps.map(({ done, href, name }) => (
          <li key={name}>
            {done ? t(`home.${name}`) : <Link href={href}>{t(`home.${name}`)}</Link>}{' '}
            {done ? (
              <Badge color="teal" size="sm">
                {t('home.done')}
              </Badge>
            ) : (
              <Text size="sm" c="dimmed">
                {t(`home.${name}Text`)}
              </Text>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
