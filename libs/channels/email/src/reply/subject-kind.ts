/** What a subject's prefix says about the mail. */
export type SubjectKind = 'reply' | 'forward' | 'new' | 'unknown';

const forward = /^(?:\[[^\]]{0,40}\] ?)?(?:fwd?|fw|wg|tr|i|enc|rv|пересл|перенапр|переслано|переслане|fwd)(?:\[\d+\])? ?[:：]/iu;
const reply = /^(?:\[[^\]]{0,40}\] ?)?(?:re|aw|antw|sv|vs|odp|ответ|на|відп|відповідь|res|rif|réf|回复|答复)(?:\[\d+\]|\(\d+\))? ?[:：]/iu;

/** Reads "Re:", "Fwd:", "Ответ:", "FW:" and their kin; `unknown` when no subject was given at all. */
export function subjectKind(subject: string | undefined): SubjectKind {
  if (subject === undefined) return 'unknown';
  const text = subject.trimStart().slice(0, 100);
  if (forward.test(text)) return 'forward';
  return reply.test(text) ? 'reply' : 'new';
}
