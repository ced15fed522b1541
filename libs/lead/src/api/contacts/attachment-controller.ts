import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { Access, ACTOR, ApiZod, Problem, type Actor } from '@tributary/platform';
import { BlobNotFoundError, type BlobStore } from '@tributary/storage';
import type { FastifyReply } from 'fastify';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { scopeOf } from '../scope.js';
import { visibleContact, wholeEnvelope } from './contact-controller.js';

/** Types that a browser shows and can't run. Everything else goes out as bytes. */
const SHOWN = /^(image\/(png|jpeg|gif|webp)|audio\/[a-z0-9.+-]+|video\/[a-z0-9.+-]+|application\/pdf|text\/plain)$/;

/** Files of a contact. An attachment is found through its contact only: who may not see that has no way to it. */
@Controller('api/v1/contacts/:id/attachments')
export class AttachmentController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get(':sha256')
  @Access('manager')
  @ApiZod({ summary: 'Bytes of an attachment, for saving' })
  async download(@Param('id') id: string, @Param('sha256') sha256: string, @ACTOR() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    const row = await visibleContact(this.deps, id, await scopeOf(this.deps.pool, actor));
    const { attachments } = await wholeEnvelope(this.deps, row);
    const attachment = attachments.find(({ blob }) => blob?.sha256 === sha256);
    if (!attachment?.blob) throw new Problem(404, 'attachment-unknown');
    await sendFile(reply, this.deps.blobs, { name: attachment.name, ...attachment.blob });
  }
}

/** Sends a file for saving; nothing of it runs in a browser. @throws Problem 404 */
export async function sendFile(reply: FastifyReply, blobs: BlobStore, { name, mediaType, sizeBytes, sha256 }: { name: string; mediaType: string; sizeBytes: bigint | number; sha256: string }): Promise<void> {
  const bytes = await blobs.get(sha256).catch((cause: unknown) => {
    throw cause instanceof BlobNotFoundError ? new Problem(404, 'attachment-unknown', { cause }) : cause;
  });
  await reply
    .header('content-type', SHOWN.test(mediaType) ? mediaType : 'application/octet-stream')
    .header('content-length', String(sizeBytes))
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeFileName(name)}`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('cache-control', 'private, no-store')
    .send(bytes);
}

/** @see RFC 8187 §3.2.1 */
function encodeFileName(name: string): string {
  const safe = [...name.replace(/[\p{Cc}\p{Cs}/\\]/gu, '_')].slice(-200).join('') || 'attachment';
  return encodeURIComponent(safe).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
