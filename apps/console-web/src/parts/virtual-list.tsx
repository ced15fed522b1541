import { Box, Loader } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

interface Props<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly idOf: (item: T) => string;
  readonly row: (item: T) => ReactNode;
  /** Pixels of a usual row: the place that those outside the screen take. */
  readonly rowHeight: number;
  /** No row differs from that, so none is measured: what very long lists want. */
  readonly uniform?: boolean;
  /** Space between rows. */
  readonly gap?: number;
  readonly hasMore?: boolean;
  readonly more?: () => void;
}

/** So many rows from the end, the next page is asked for. */
const NEAR_END = 30;

/** A list of any length in the page's own scrolling: only the rows near the screen are there. Arrow keys, j and k go from row to row. */
export function VirtualList<T>({ label, items, idOf, row, rowHeight, uniform = false, gap = 0, hasMore = false, more }: Props<T>) {
  const box = useRef<HTMLDivElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    // What stands above may grow or go.
    const measure = () => setScrollMargin(Math.round((box.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    measure();
    return () => observer.disconnect();
  }, []);
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowHeight,
    getItemKey: (index) => idOf(items[index] as T),
    overscan: 12,
    gap,
    scrollMargin,
  });
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= items.length - NEAR_END) more?.();
  }, [hasMore, last, items.length, more]);

  return (
    <>
      <Box ref={box} role="list" aria-label={label} pos="relative" style={{ height: virtualizer.getTotalSize() }} onKeyDown={goFromRowToRow}>
        {shown.map(({ index, key, start }) => (
          <div
            key={key}
            ref={uniform ? undefined : virtualizer.measureElement}
            data-index={index}
            role="listitem"
            aria-setsize={hasMore ? -1 : items.length}
            aria-posinset={index + 1}
            className="virtual-row"
            style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
          >
            {row(items[index] as T)}
          </div>
        ))}
      </Box>
      {hasMore && <Loader size="sm" m="md" display="block" mx="auto" />}
    </>
  );
}

/** From one row's first link to the next one's. */
function goFromRowToRow(event: React.KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  const target = event.target as HTMLElement;
  if (!step || event.ctrlKey || event.metaKey || event.altKey || target.matches('input, textarea, select, [role=menu] *, [role=dialog] *')) return;
  const index = Number(target.closest<HTMLElement>('[data-index]')?.dataset['index']);
  const next = event.currentTarget.querySelector<HTMLElement>(`[data-index="${index + step}"] a, [data-index="${index + step}"] button`);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}
