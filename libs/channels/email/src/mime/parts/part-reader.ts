import type { TransferDecoder } from '../transfer/transfer-decoder.js';

/** Takes one leaf part's decoded bytes. */
export interface PartReader {
  write(bytes: Buffer): Promise<void> | undefined;
  end(): Promise<void> | undefined;
  abandon?(cause: Error): void;
}

/** Undoes the transfer encoding in front of a reader. */
export class DecodingReader implements PartReader {
  constructor(
    private readonly decoder: TransferDecoder,
    private readonly next: PartReader,
    private readonly onDamage: () => void,
  ) {}

  write(bytes: Buffer): Promise<void> | undefined {
    return this.next.write(this.decoder.write(bytes));
  }

  async end(): Promise<void> {
    await this.next.write(this.decoder.end());
    if (this.decoder.damaged) this.onDamage();
    await this.next.end();
  }

  abandon(cause: Error): void {
    this.next.abandon?.(cause);
  }
}
