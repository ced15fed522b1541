import { createHash } from 'node:crypto';
import type { StorePart } from '../parts/file-sink.js';

/** A store that keeps nothing but sizes and hashes, and refuses what is over the limit as the real one does. */
export class MemoryStore {
  readonly sizes: number[] = [];

  readonly store: StorePart = async (source, maxBytes) => {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for await (const bytes of source instanceof Uint8Array ? [source] : (source as AsyncIterable<Uint8Array>)) {
      sizeBytes += bytes.length;
      if (sizeBytes > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
      hash.update(bytes);
    }
    this.sizes.push(sizeBytes);
    return { sha256: hash.digest('hex'), sizeBytes };
  };
}
