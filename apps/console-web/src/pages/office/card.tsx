import { Button, Group, Paper, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { t } from '../../texts/text';

interface Props {
  readonly name: string;
  readonly about: ReactNode;
  readonly admin: boolean;
  readonly className: string;
  /** @param done  closes the form */
  readonly form: (done: () => void) => ReactNode;
}

/** Something that is set, with its form when it is wanted. */
export function Card({ name, about, admin, className, form }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Paper withBorder p="sm" mb="xs" className={className}>
      <Group justify="space-between" gap="xs">
        <div className="grow">
          <Text fw={600}>{name}</Text>
          <Text size="sm" c="dimmed" component="div">{about}</Text>
        </div>
        {admin && <Button size="compact-sm" variant="default" aria-expanded={open} onClick={() => setOpen(!open)} aria-label={`${t('action.change')}: ${name}`}>{t('action.change')}</Button>}
      </Group>
      {open && form(() => setOpen(false))}
    </Paper>
  );
}

/** Something new, with its form when it is wanted. */
export function Adding({ text, form }: { readonly text: string; readonly form: (done: () => void) => ReactNode }) {
  const [open, setOpen] = useState(false);
  if (!open) return <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>{text}</Button>;
  return <Paper withBorder p="sm">{form(() => setOpen(false))}</Paper>;
}
