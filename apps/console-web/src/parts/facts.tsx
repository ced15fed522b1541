import { Paper, Title } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';

/** Names and values; those without a value are left out. */
export function Facts({ pairs }: { readonly pairs: readonly (readonly [string, ReactNode])[] }) {
  const known = pairs.filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false);
  return (
    <dl className="facts">
      {known.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

export function Section({ title, children, className }: { readonly title: string; readonly children: ReactNode; readonly className?: string }) {
  return (
    <Paper component="section" withBorder p="md" className={className}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      {children}
    </Paper>
  );
}
