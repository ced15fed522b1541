import type { Hours, Interval } from '../../api/types';

/** "09:00–13:00, 14:00–18:00". */
export function intervalsText(intervals: readonly Interval[] | undefined): string {
  return (intervals ?? []).map(({ from, to }) => `${from}–${to}`).join(', ');
}

/** Any dash, hours without minutes too; what can't be read goes to the server as it is, which says what is wrong with it. Pure. */
export function intervalsOf(text: string): Interval[] {
  return text.split(',').map((part) => part.trim()).filter(Boolean).map((part) => {
    const [from = '', to = ''] = part.split(/\s*[-–—]\s*/);
    return { from: clockOf(from), to: clockOf(to) };
  });
}

/** "2026-12-31: 10:00–15:00; 2027-01-08:": a date and its hours each, none for closed. */
export function exceptionsText(exceptions: Hours['exceptions']): string {
  return exceptions.map(({ date, intervals }) => `${date}: ${intervalsText(intervals)}`.trim()).join('; ');
}

export function exceptionsOf(text: string): { date: string; intervals: Interval[] }[] {
  return text.split(';').map((part) => part.trim()).filter(Boolean).map((part) => {
    const [, date = part, hours = ''] = /^(\S+?):?\s+(.*)$/.exec(part) ?? [undefined, part.replace(/:$/, '')];
    return { date, intervals: intervalsOf(hours) };
  });
}

function clockOf(text: string): string {
  const [, hours, minutes = '00'] = /^(\d{1,2})(?::(\d{2}))?$/.exec(text.trim()) ?? [];
  return hours === undefined ? text.trim() : `${hours.padStart(2, '0')}:${minutes}`;
}
