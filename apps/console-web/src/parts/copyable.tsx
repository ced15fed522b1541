import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { t } from '../texts/text';

/** A text to paste elsewhere, with a button that copies it. */
export function Copyable({ label, text }: { readonly label: string; readonly text: string }) {
  const shown = useRef<HTMLPreElement>(null);
  const [state, setState] = useState<'copy' | 'copied' | 'copyByHand'>('copy');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      // Without https browsers refuse the clipboard: the text is selected, so that one key copies it.
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
      setState('copyByHand');
    }
  };
  return (
    <Stack gap={4} className="copyable">
      <Group justify="space-between">
        <Text size="sm" fw={500}>
          {label}
        </Text>
        <Button size="compact-xs" variant="default" onClick={() => void copy()}>
          {t(`action.${state}`)}
        </Button>
      </Group>
      <Code block ref={shown} tabIndex={0}>
        {text}
      </Code>
    </Stack>
  );
}
