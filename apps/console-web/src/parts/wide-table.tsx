import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly className?: string;
  readonly heads: readonly string[];
  readonly children: ReactNode;
}

/** A table that scrolls inside itself where the screen is narrow, by keyboard as well. */
export function WideTable({ label, className, heads, children }: Props) {
  return (
    <div className="wide-table" role="region" aria-label={label} tabIndex={0}>
      <Table className={className} miw={560}>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <Table.Th key={head}>{head}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </div>
  );
}
