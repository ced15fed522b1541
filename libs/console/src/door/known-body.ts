import { Readable } from 'node:stream';

/** A body that was read whole, so that it can be sent more than once. A stream by shape: the proxy would write anything else anew. */
export class KnownBody extends Readable {
  constructor(readonly bytes: Buffer) {
    super();
  }

  override _read(): void {
    this.push(this.bytes);
    this.push(null);
  }
}
