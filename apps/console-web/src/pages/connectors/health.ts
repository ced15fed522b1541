import type { MantineColor } from '@mantine/core';
import type { Connector, Health } from '../../api/types';

export const COLOR: Readonly<Record<Health, MantineColor>> = { ok: 'teal.9', attention: 'yellow.5', broken: 'red.9', unknown: 'gray.7' };
const ORDER: readonly Health[] = ['broken', 'attention', 'unknown', 'ok'];

/** Those that need somebody first. */
export function healthOrder({ health }: Connector): number {
  return ORDER.indexOf(health);
}

/** A person should look. What is unknown is no trouble yet. */
export function isTroubled({ health }: Connector): boolean {
  return health === 'broken' || health === 'attention';
}
