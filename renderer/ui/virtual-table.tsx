import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMedia } from './use-media.ts';
import './virtual-table.css';

export type Column<R> = {
  id: string;
  header: string;
  /** A CSS grid track, e.g. `8rem` or `minmax(6rem, 1fr)`. */
  track: string;
  cell: (row: R) => ReactNode;
  align?: 'start' | 'end';
  /** Left out when the window is narrow (compact mode). */
  wideOnly?: boolean;
};

export type VirtualTableProps<R> = {
  label: string;
  columns: readonly Column<R>[];
  total: number;
  rowAt: (index: number) => R | null;
  /** Called with the visible rows (indexes, inclusive), so that they can be fetched. */
  onShow: (first: number, last: number) => void;
  rowHeight: number;
  /** Rows grow with their content (problem lists); otherwise all have `rowHeight`. */
  grows?: boolean;
  selected: number | null;
  onSelect: (index: number) => void;
  /** Enter or double click. */
  onOpen?: (index: number) => void;
  empty: ReactNode;
  gridRef?: RefObject<HTMLDivElement | null>;
};

/** Height of the sticky head in pixels, as in virtual-table.css. */
const headHeight = 32;

/** A grid that draws only the rows on screen; arrows, Page, Home, End move the selection. */
export const VirtualTable = <R,>(props: VirtualTableProps<R>) => {
  const { total, rowAt, onShow, selected, onSelect } = props;
  const narrow = useMedia('(width <= 44rem)');
  const columns = narrow ? props.columns.filter((column) => !column.wideOnly) : props.columns;
  const ownRef = useRef<HTMLDivElement>(null);
  const gridRef = props.gridRef ?? ownRef;
  const id = useId();
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => gridRef.current,
    estimateSize: () => props.rowHeight,
    overscan: 8,
    // The head stands above the rows and sticks: it takes its height from the visible part.
    scrollPaddingEnd: headHeight,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onShow(first, last), [onShow, first, last]);

  // Where the keyboard is: kept here too, because the row may not be fetched yet or not be kept any more.
  const [cursor, setCursor] = useState<number | null>(null);
  const [awaited, setAwaited] = useState<number | null>(null);
  const choose = (index: number) => {
    setCursor(index);
    if (rowAt(index) === null) setAwaited(index);
    else {
      setAwaited(null);
      onSelect(index);
    }
  };
  useEffect(() => {
    if (awaited !== null && rowAt(awaited) !== null) {
      onSelect(awaited);
      setAwaited(null);
    }
  }, [awaited, rowAt, onSelect]);

  const move = (to: number) => {
    if (total === 0) return;
    const index = Math.min(total - 1, Math.max(0, to));
    choose(index);
    virtualizer.scrollToIndex(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const from = awaited ?? selected ?? cursor ?? -1;
    const steps: Record<string, number> = {
      ArrowDown: from + 1,
      ArrowUp: Math.max(0, from - 1),
      PageDown: from + 12,
      PageUp: Math.max(0, from - 12),
      Home: 0,
      End: total - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === 'Enter' && selected !== null) {
      event.preventDefault();
      props.onOpen?.(selected);
    }
  };

  const tracks = { gridTemplateColumns: columns.map((column) => column.track).join(' ') };
  return (
    <div className="grid-frame">
      <div
        ref={gridRef}
        className="grid"
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={total + 1}
        // A row that is scrolled out of the window is not in the page.
        aria-activedescendant={
          items.some(({ index }) => index === selected) ? `${id}-${selected}` : undefined
        }
        onKeyDown={onKeyDown}
      >
        <div className="grid-head" role="row" aria-rowindex={1} style={tracks}>
          {columns.map((column) => (
            <span
              key={column.id}
              role="columnheader"
              className={`grid-cell align-${column.align ?? 'start'}`}
            >
              {column.header}
            </span>
          ))}
        </div>
        <div className="grid-body" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rowAt(item.index);
            return (
              <div
                key={item.key}
                id={`${id}-${item.index}`}
                ref={props.grows ? virtualizer.measureElement : undefined}
                data-index={item.index}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={item.index === selected}
                className="grid-row"
                style={{
                  ...tracks,
                  transform: `translateY(${item.start}px)`,
                  ...(props.grows ? { minHeight: props.rowHeight } : { height: props.rowHeight }),
                }}
                onClick={() => choose(item.index)}
                onDoubleClick={() => props.onOpen?.(item.index)}
              >
                {columns.map((column) => (
                  <span
                    key={column.id}
                    role="gridcell"
                    className={`grid-cell align-${column.align ?? 'start'}`}
                  >
                    {row === null ? '…' : column.cell(row)}
                  </span>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {total === 0 && <div className="grid-empty">{props.empty}</div>}
    </div>
  );
};
