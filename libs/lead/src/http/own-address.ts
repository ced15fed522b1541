import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpAdapterHost } from '@nestjs/core';

/** Where this process itself is reached, once it listens. */
export function ownAddress(adapterHost: HttpAdapterHost): string {
  const { address, port } = (adapterHost.httpAdapter.getHttpServer() as Server).address() as AddressInfo;
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}
