import { Alert, Button, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { Problem } from '../api/client';
import { t } from '../texts/text';

/** What could not be done, in the server's words, and the way to try again. */
export function Failure({ problem, again }: { readonly problem: unknown; readonly again?: (() => void) | undefined }) {
  return (
    <Alert color="red" variant="light" role="alert" className="failure">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{said(problem)}</Text>
        {again && (
          <Button size="compact-sm" variant="default" onClick={again}>
            {t('error.again')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

/** An empty place that says what belongs here and what to do. */
export function Empty({ title, text, children }: { readonly title: string; readonly text?: string; readonly children?: ReactNode }) {
  return (
    <Paper withBorder p="xl" className="empty">
      <Stack align="center" gap="xs">
        <Title order={2} size="h4">
          {title}
        </Title>
        {text && (
          <Text c="dimmed" ta="center" maw={520}>
            {text}
          </Text>
        )}
        {children}
      </Stack>
    </Paper>
  );
}

export function Loading() {
  return <Loader m="xl" display="block" mx="auto" aria-label={t('list.loading')} />;
}

export function toast(message: string): void {
  notifications.show({ message, color: 'teal', withBorder: true, closeButtonProps: { 'aria-label': t('action.close') } });
}

export function complain(problem: unknown): void {
  notifications.show({ message: said(problem), color: 'red', autoClose: 10_000, withBorder: true, closeButtonProps: { 'aria-label': t('action.close') } });
}

/** In words for the person at the screen. */
export function said(problem: unknown): string {
  return problem instanceof Problem ? problem.message : t('error.unknown');
}
