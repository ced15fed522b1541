import type { INestApplication } from '@nestjs/common';
import type { Route } from '../routes.js';
import { type ApiDocument, joinDocuments } from './join-documents.js';

/** The document of this process's routes, made when it is first asked for: its builder is large and seldom needed. */
export class OpenApi {
  private subject: { app: INestApplication; routes: readonly Route[] } | undefined;
  private built: Promise<ApiDocument> | undefined;
  private others: () => Promise<readonly ApiDocument[]> = () => Promise.resolve([]);

  /** Called once all routes stand. */
  describe(app: INestApplication, routes: readonly Route[]): void {
    this.subject = { app, routes };
  }

  /** @param others  documents of processes whose routes are reached through this one, asked for each time */
  joinWith(others: () => Promise<readonly ApiDocument[]>): void {
    this.others = others;
  }

  async document(): Promise<object> {
    this.built ??= this.build();
    return joinDocuments(await this.built, await this.others());
  }

  private async build(): Promise<ApiDocument> {
    if (!this.subject) throw new Error('the routes are not known yet');
    const { buildDocument } = await import('./build-document.js');
    return buildDocument(this.subject.app, this.subject.routes) as unknown as ApiDocument;
  }
}
