/** A target did not take a message; the text is for its administrator and holds no secret. */
export class SendError extends Error {
  override readonly name = 'SendError';
}
