/** Pauses that double up to a bound, each shortened at random by up to half, so that many don't come back at once. */
export class Backoff {
  private failures = 0;

  constructor(
    private readonly firstMs: number,
    private readonly mostMs: number,
  ) {}

  nextMs(): number {
    const fullMs = Math.min(this.mostMs, this.firstMs * 2 ** this.failures);
    this.failures += 1;
    return fullMs * (0.5 + Math.random() / 2);
  }

  reset(): void {
    this.failures = 0;
  }
}
