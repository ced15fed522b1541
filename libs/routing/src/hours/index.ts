export { CALENDAR_YEARS, RUSSIAN_YEARS, russianCalendar, weekdaysOff, type CalendarDay, type ProductionCalendar } from './calendar.js';
export { addWorkingMs, alwaysOpen, closingAfter, isOpen, nextOpening, openings, workingMs } from './hours.js';
export { dateSchema, hoursSchema, intervalSchema, isDate, scheduleSchema, timeZoneSchema, type DayException, type Hours, type Interval, type Schedule } from './schedule.js';
