import type { INestApplication } from '@nestjs/common';
import type { Route } from '../routes.js';

/** The document of this process's routes, made when it is first asked for: its builder is large and seldom needed. */
export class OpenApi {
  private subject: { app: INestApplication; routes: readonly Route[] } | undefined;
  private built: Promise<object> | undefined;

  /** Called once all routes stand. */
  describe(app: INestApplication, routes: readonly Route[]): void {
    this.subject = { app, routes };
  }

  document(): Promise<object> {
    this.built ??= this.build();
    return this.built;
  }

  private async build(): Promise<object> {
    if (!this.subject) throw new Error('the routes are not known yet');
    const { buildDocument } = await import('./build-document.js');
    return buildDocument(this.subject.app, this.subject.routes);
  }
}
