/** "0:07", "12:34". */
export function lengthOf(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** Whole megabytes of a file that is too large, and of what may be: never the same number. */
export function megabytesOf(sizeBytes: number, maxBytes: number): { readonly size: string; readonly limit: string } {
  return { size: String(Math.ceil(sizeBytes / 1024 / 1024)), limit: String(Math.floor(maxBytes / 1024 / 1024)) };
}

/** "55.75, 37.62 https://…": a place, and where it can be seen. */
export function mapOf({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }, language: 'ru' | 'en'): string {
  const map = language === 'ru' ? `https://yandex.ru/maps/?pt=${longitude},${latitude}&z=16` : `https://maps.google.com/?q=${latitude},${longitude}`;
  return `${latitude}, ${longitude} ${map}`;
}
