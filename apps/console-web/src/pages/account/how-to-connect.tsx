import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Account } from '../../api/types';
import { Copyable } from '../../parts/copyable';
import { t, word } from '../../texts/text';
import { customerLink, wayIn } from './customer-link';

/** What to paste where. */
export function HowToConnect({ account }: { readonly account: Account }) {
  const { channel, webhookUrl = '' } = account;
  if (channel !== 'form') {
    const way = wayIn(account);
    return (
      <Stack>
        {way === 'to-enter' ? (
          <>
            <Text>{t(channel === 'vk' ? 'connectors.vkWebhookText' : 'connectors.webhookText')}</Text>
            <Copyable label={t('connectors.webhook')} text={webhookUrl} />
          </>
        ) : (
          <Text>{t(way === 'asks' ? 'connectors.asksText' : 'connectors.toldText', { channel: word('channel', channel) })}</Text>
        )}
        <TryIt account={account} />
      </Stack>
    );
  }
  return (
    <Stack>
      <Text>{t('connectors.formText')}</Text>
      <Copyable label={t('connectors.address')} text={webhookUrl} />
      <Copyable label={t('connectors.script')} text={`<script src="${webhookUrl}.js" async></script>`} />
      <Copyable label={t('connectors.html')} text={formSnippet(webhookUrl)} />
      <Copyable label={t('connectors.curl')} text={curlLine(webhookUrl)} />
    </Stack>
  );
}

/** What shows that it works. */
function TryIt({ account }: { readonly account: Account }) {
  const link = customerLink(account);
  return (
    <Text>
      {t('connectors.tryIt')}
      {link && (
        <>
          {': '}
          <Anchor href={link} target="_blank" rel="noreferrer" underline="always">
            {link.replace('https://', '')}
          </Anchor>
        </>
      )}
      {'. '}
      {t('connectors.tryItThen')} <Link href="/conversations">{t('nav.conversations')}</Link>.
    </Text>
  );
}

/** A test request to paste into a terminal. */
function curlLine(address: string): string {
  const body = JSON.stringify({ name: t('connectors.customerName'), phone: '+7 916 123-45-67', message: t('connectors.customerText') });
  return `curl -X POST '${address}' \\\n  -H 'content-type: application/json' \\\n  -d '${body}'`;
}

/** A plain form for a site: works without any script. */
function formSnippet(address: string): string {
  return [
    `<form action="${address}" method="post" accept-charset="utf-8">`,
    `  <label>${t('connectors.nameLabel')} <input name="name" autocomplete="name"></label>`,
    `  <label>${t('connectors.phoneLabel')} <input name="phone" type="tel" autocomplete="tel" required></label>`,
    `  <label>${t('connectors.messageLabel')} <textarea name="message"></textarea></label>`,
    `  <button>${t('connectors.sendLabel')}</button>`,
    '</form>',
  ].join('\n');
}
