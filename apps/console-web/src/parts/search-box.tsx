import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

/** A pause in typing after which it is looked for. */
const PAUSE_MS = 350;

interface Props {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onSearch: (words: string) => void;
}

/** Looks while one types; Enter looks at once. */
export function SearchBox({ label, placeholder, value, onSearch }: Props) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address changed by "back" or by a link.
  if (shown !== value) {
    setShown(value);
    setText(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const look = (words: string) => {
    clearTimeout(timer.current);
    if (words.trim() !== value) onSearch(words.trim());
  };
  return (
    <TextInput
      type="search"
      name="q"
      label={label}
      placeholder={placeholder}
      value={text}
      onChange={({ currentTarget }) => {
        const words = currentTarget.value;
        setText(words);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => look(words), PAUSE_MS);
      }}
      onKeyDown={({ key }) => key === 'Enter' && look(text)}
    />
  );
}
