import type { ReactNode } from 'react';
import { t } from '../../../texts/text';

/** Small drawings of what somebody else's screen looks like, in the colours of ours: what to look for stands out. */

const WIDTH = 280;

/** One step: what to do, and how it looks. */
export function Step({ caption, height, children }: { readonly caption: string; readonly height: number; readonly children: ReactNode }) {
  return (
    <li>
      <figure className="drawing">
        <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={caption}>
          <rect className="screen" x="0.5" y="0.5" width={WIDTH - 1} height={height - 1} rx="8" />
          {children}
        </svg>
        <figcaption>{caption}</figcaption>
      </figure>
    </li>
  );
}

interface Placed {
  readonly x?: number;
  readonly y: number;
  readonly width?: number;
  readonly text: string;
  /** It is this. */
  readonly here?: boolean;
}

const ROW = 26;

/** Something to press, choose or copy. */
export function Box({ x = 12, y, width = WIDTH - 24, text, here = false }: Placed) {
  return (
    <g className={here ? 'here' : undefined}>
      <rect className="box" x={x} y={y} width={width} height={ROW} rx="5" />
      <text x={x + 10} y={y + 17}>
        {text}
      </text>
      {here && <Pointer x={x + width - 14} y={y + ROW - 6} />}
    </g>
  );
}

/** What is written in a chat. */
export function Said({ x = 12, y, width = 150, text, here = false }: Placed) {
  return (
    <g className={here ? 'here' : undefined}>
      <rect className={x > 12 ? 'mine' : 'theirs'} x={x} y={y} width={width} height={ROW} rx="11" />
      <text x={x + 10} y={y + 17}>
        {text}
      </text>
    </g>
  );
}

/** Words with nothing around them. */
export function Words({ x = 12, y, text, small = false }: Placed & { readonly small?: boolean }) {
  return (
    <text className={small ? 'small' : 'title'} x={x} y={y}>
      {text}
    </text>
  );
}

/** Names side by side, one of them chosen. */
export function Tabs({ y, names, here }: { readonly y: number; readonly names: readonly string[]; readonly here: string }) {
  const width = (WIDTH - 24) / names.length;
  return names.map((name, index) => (
    <g key={name} className={name === here ? 'here' : undefined}>
      <text className="tab" x={12 + width * (index + 0.5)} y={y} textAnchor="middle">
        {name}
      </text>
      {name === here && <line x1={12 + width * index + 4} x2={12 + width * (index + 1) - 4} y1={y + 7} y2={y + 7} />}
    </g>
  ));
}

/** A ticked choice. */
export function Tick({ x, y, text }: { readonly x: number; readonly y: number; readonly text: string }) {
  return (
    <g>
      <rect className="ticked" x={x} y={y} width="14" height="14" rx="3" />
      <path className="tick" d={`M${x + 3} ${y + 7} l3 3 l5 -6`} />
      <text className="small" x={x + 20} y={y + 11}>
        {text}
      </text>
    </g>
  );
}

function Pointer({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <path className="pointer" d={`M${x} ${y} v16 l4 -4 l3 7 l3 -1.5 l-3 -6.5 h6 z`}>
      <title>{t('help.here')}</title>
    </path>
  );
}
