const NOTHING = Buffer.alloc(0);

/** Keeps the first bytes of a part. */
export class MemorySink {
  truncated = false;
  private readonly chunks: Buffer[] = [];
  private sizeBytes = 0;

  constructor(private readonly maxBytes: number) {}

  write(bytes: Buffer): void {
    const room = this.maxBytes - this.sizeBytes;
    if (bytes.length > room) this.truncated = true;
    if (room <= 0 || bytes.length === 0) return;
    const kept = bytes.subarray(0, room);
    this.chunks.push(kept);
    this.sizeBytes += kept.length;
  }

  bytes(): Buffer {
    return this.chunks.length === 1 ? this.chunks[0]! : this.chunks.length === 0 ? NOTHING : Buffer.concat(this.chunks);
  }
}
