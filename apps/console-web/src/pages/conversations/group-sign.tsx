/** Several heads: not one customer, everybody in it reads what is written. The word "group" stands beside it. */
export function GroupSign() {
  return (
    <svg viewBox="0 0 16 16" width={16} height={16} fill="currentColor" aria-hidden className="group-sign">
      <circle cx="5.5" cy="5" r="2.5" />
      <circle cx="11.2" cy="5.6" r="2" />
      <path d="M1 13c0-2.6 2-4.3 4.5-4.3S10 10.4 10 13Z" />
      <path d="M11 13c0-1.7-.5-3-1.4-3.9.5-.2 1-.3 1.6-.3 2.1 0 3.8 1.5 3.8 4.2Z" />
    </svg>
  );
}
