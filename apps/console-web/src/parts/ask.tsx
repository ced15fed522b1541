import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { t } from '../texts/text';
import { Failure } from './messages';

interface Props {
  readonly title: string;
  readonly text?: string | undefined;
  readonly submit: string;
  /** What can't be taken back is red. */
  readonly danger?: boolean;
  readonly onClose: () => void;
  /** Closes when it is done; what it throws is shown. Undefined: nothing can be done but to close it. */
  readonly onSubmit: (() => Promise<unknown>) | undefined;
  readonly children?: ReactNode;
}

/** A question with its answer's fields. */
export function Ask({ title, text, submit, danger = false, onClose, onSubmit, children }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const send = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await onSubmit?.();
      onClose();
    } catch (failed) {
      setProblem(failed);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Stack>
          {text && <Text size="sm">{text}</Text>}
          {children}
          {problem !== undefined && <Failure problem={problem} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t(onSubmit ? 'action.cancel' : 'action.close')}
            </Button>
            {onSubmit && (
              <Button type="submit" loading={busy} {...(danger && { color: 'red' })} data-autofocus={children ? undefined : true}>
                {submit}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
