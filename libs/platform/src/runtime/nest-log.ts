import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

/** Nest's own messages on our log: its start-up chatter is debug, its warnings and errors keep their level. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Log) {}
  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest passes the context as the last text, a stack before it. */
  private write(level: 'trace' | 'debug' | 'warn' | 'error' | 'fatal', message: unknown, rest: unknown[]): void {
    const context = rest.findLast((item) => typeof item === 'string');
    if (message instanceof Error) this.target[level]({ context, err: message });
    else this.target[level]({ context }, String(message));
  }
}
