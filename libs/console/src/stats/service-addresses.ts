import type { AddressInfo } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { CONSOLE_DEPS, type ConsoleDeps } from '../deps.js';
import { urlsOf } from '../door/door.js';
import type { Service } from '../door/passed-on.js';

/** Where each service answers: this very process, or another one. */
@Injectable()
export class ServiceAddresses {
  constructor(
    @Inject(CONSOLE_DEPS) private readonly deps: ConsoleDeps,
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
  ) {}

  /** @returns URLs without a trailing slash; none when the settings don't name the service's processes */
  of(service: Service): readonly string[] {
    return this.deps.localServices.includes(service) ? [this.own()] : urlsOf(this.deps.runtime, service);
  }

  private own(): string {
    const { address, port } = (this.adapterHost.httpAdapter.getHttpServer() as Server).address() as AddressInfo;
    if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`;
    return address.includes(':') ? `http://[${address}]:${port}` : `http://${address}:${port}`;
  }
}
