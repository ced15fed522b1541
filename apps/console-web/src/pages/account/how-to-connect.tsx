import { Stack, Text } from '@mantine/core';
import type { Account } from '../../api/types';
import { Copyable } from '../../parts/copyable';
import { t } from '../../texts/text';

/** What to paste where. */
export function HowToConnect({ account: { channel, webhookUrl = '' } }: { readonly account: Account }) {
  if (channel !== 'form') {
    return (
      <Stack>
        <Text>{t('connectors.webhookText')}</Text>
        <Copyable label={t('connectors.webhook')} text={webhookUrl} />
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
