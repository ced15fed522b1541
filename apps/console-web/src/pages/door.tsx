import { Container, Group, Paper, SegmentedControl, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { lang, switchLanguage, t } from '../texts/text';

/** The frame of the pages before somebody is signed in. */
export function Door({ title, text, children }: { readonly title: string; readonly text?: string; readonly children: ReactNode }) {
  useDocumentTitle(`${title} · Tributary`);
  return (
    <Container component="main" size={440} py={{ base: 'md', sm: 64 }}>
      <Group justify="space-between" mb="md">
        <span className="brand">
          <img src="/icon.svg" alt="" width={28} height={28} />
          <Text span fw={700}>
            Tributary
          </Text>
        </span>
        <SegmentedControl
          size="xs"
          aria-label={t('nav.language')}
          value={lang}
          onChange={(value) => switchLanguage(value as 'ru' | 'en')}
          data={[
            { value: 'ru', label: 'Русский' },
            { value: 'en', label: 'English' },
          ]}
        />
      </Group>
      <Paper withBorder p="lg">
        <Title order={1} size="h3" mb="xs">
          {title}
        </Title>
        {text && (
          <Text c="dimmed" mb="md">
            {text}
          </Text>
        )}
        {children}
      </Paper>
    </Container>
  );
}
