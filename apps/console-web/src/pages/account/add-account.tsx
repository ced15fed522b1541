import { Paper, SimpleGrid, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { channels } from '../../api/queries';
import { Failure, Loading, toast } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { localized, t, word } from '../../texts/text';
import { AccountForm } from './account-form';
import { WhereToFind } from './help/where';

/** First which channel, then its settings, at the end what to paste where. */
export default function AddAccount({ channelName }: { readonly channelName: string | undefined }) {
  const [, go] = useLocation();
  const { data, error, refetch } = useQuery(channels);
  if (error) return <Failure problem={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  const channel = data.items.find(({ name }) => name === channelName);
  if (!channel) {
    return (
      <PageFrame title={t('account.which')} text={t('account.whichText')} back={{ href: '/connectors', text: t('connectors.title') }}>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          {data.items.map(({ name, title }) => (
            <Paper key={name} withBorder p="md" component={Link} href={`/connectors/add/${name}`} className="channel-choice">
              <Title order={2} size="h4">
                {localized(title)}
              </Title>
              <Text size="sm" c="dimmed">
                {word('channelText', name) === name ? '' : word('channelText', name)}
              </Text>
            </Paper>
          ))}
        </SimpleGrid>
      </PageFrame>
    );
  }
  const text = word('channelText', channel.name);
  return (
    <PageFrame title={t('account.title', { channel: localized(channel.title) })} {...(text !== channel.name && { text })} back={{ href: '/connectors/add', text: t('account.which') }}>
      <WhereToFind channel={channel.name} />
      <AccountForm
        key={channel.name}
        channel={channel}
        onSaved={({ id, name }, checked) => {
          toast(checked ? t('account.connected', { title: checked }) : t('account.added', { name }));
          go(channel.capabilities.includes('webhook') ? `/connectors/${id}?tab=connect` : '/connectors');
        }}
      />
    </PageFrame>
  );
}
