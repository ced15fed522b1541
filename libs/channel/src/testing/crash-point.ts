/** When the process dies: instead of a call, or after the call was carried out but before anybody learns of it. */
export type CrashTime = 'before' | 'after';

/** A process that is killed at its n-th call, whomever it calls; nothing works afterwards. */
export class CrashPoint {
  crashed = false;
  #calls = 0;

  constructor(
    private readonly crashAt: number,
    private readonly time: CrashTime,
    private readonly onCrash: () => void = () => undefined,
  ) {}

  async around<T>(call: () => Promise<T>): Promise<T> {
    if (this.crashed) throw new Error('the process is dead');
    if (++this.#calls !== this.crashAt) return call();
    if (this.time === 'after') await call();
    this.crashed = true;
    this.onCrash();
    throw new Error(`killed ${this.time} call ${this.crashAt}`);
  }
}
