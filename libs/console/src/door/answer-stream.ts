import type { Readable } from 'node:stream';

/**
 * An answer of another process, safe to hold until it is sent. Between its head and its sending an audit row is written;
 * whoever breaks it off meanwhile (the service, the client, our stop) must not end this process by an error that nobody
 * hears. The error stays with the stream, and whoever sends it finds it there.
 */
export function heldSafely(stream: Readable): Readable {
  return stream.on('error', () => undefined);
}

/** An answer without an end of its own ends with the first of the signals, be it past. */
export function endingWith(ends: readonly AbortSignal[], stream: Readable): Readable {
  const end = AbortSignal.any([...ends]);
  const destroy = () => stream.destroy();
  if (end.aborted) return stream.destroy();
  end.addEventListener('abort', destroy, { once: true });
  return stream.once('close', () => end.removeEventListener('abort', destroy));
}
