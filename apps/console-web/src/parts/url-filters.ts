import { useLocation, useSearch } from 'wouter';

/** Filters that stand in the address: it can be sent to a colleague, and "back" works. */
export function useUrlFilters(path: string): readonly [URLSearchParams, (changes: Readonly<Record<string, string | null>>) => void] {
  const query = new URLSearchParams(useSearch());
  const [, go] = useLocation();
  const change = (changes: Readonly<Record<string, string | null>>) => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    go(next.size > 0 ? `${path}?${next}` : path);
  };
  return [query, change];
}
