import { Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

interface Props {
  readonly title: string;
  readonly text?: string | undefined;
  /** Where this page belongs. */
  readonly back?: { readonly href: string; readonly text: string };
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function PageFrame({ title, text, back, actions, children }: Props) {
  useDocumentTitle(`${title} · Tributary`);
  return (
    <Stack gap="md">
      <div>
        {back && (
          <Link href={back.href} className="back">
            ← {back.text}
          </Link>
        )}
        <Group justify="space-between" align="center" gap="sm">
          <Title order={1} size="h2" className="page-title">
            {title}
          </Title>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
        {text && (
          <Text c="dimmed" maw={760}>
            {text}
          </Text>
        )}
      </div>
      {children}
    </Stack>
  );
}
