import { beforeEach, describe, expect, it } from '@jest/globals';
import { CredentialEvidence } from './credential-evidence.js';

let evidence: CredentialEvidence;
beforeEach(() => {
  evidence = new CredentialEvidence();
});

describe('a refused reply', () => {
  it('is taken back by a session that gets in, once', () => {
    expect([evidence.replyRefused(), evidence.isGood, evidence.sessionWorks(), evidence.isGood, evidence.sessionWorks()]).toEqual([true, false, true, true, false]);
  });

  it('that is refused again after a session got in is taken back by a reply alone', () => {
    evidence.replyRefused();
    evidence.sessionWorks();
    expect([evidence.replyRefused(), evidence.sessionWorks(), evidence.isGood]).toEqual([false, false, false]);
    evidence.replySent();
    expect([evidence.isGood, evidence.replyRefused(), evidence.sessionWorks()]).toEqual([true, true, true]);
  });

  it('is one with a session that is refused as well', () => {
    evidence.replyRefused();
    evidence.sessionWorks();
    evidence.replyRefused();
    evidence.sessionRefused();
    expect([evidence.sessionWorks(), evidence.isGood]).toEqual([true, true]);
  });
});
