/** A file to send. */
export interface Upload {
  /** Its member of the form. */
  readonly field: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A multipart body of fields (what is no text as JSON) and one file, as `HttpCall.body` wants it. */
export async function formBody(fields: Readonly<Record<string, unknown>>, { field, name, mediaType, bytes }: Upload): Promise<{ readonly mediaType: string; readonly bytes: Buffer }> {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, typeof value === 'object' ? JSON.stringify(value) : String(value));
  form.set(field, new Blob([new Uint8Array(bytes)], { type: mediaType }), name);
  const encoded = new Response(form);
  return { mediaType: encoded.headers.get('content-type') ?? '', bytes: Buffer.from(await encoded.arrayBuffer()) };
}
