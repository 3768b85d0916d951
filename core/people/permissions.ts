/** Everything a role may be allowed to do. The set is closed; which role has which is data (resources/roles). */
export const permissions = [
  /** Call customers and keep the record of it. */
  'callback',
  /** Practise on the practice line. */
  'practise',
  /** See records and timelines of customers, write an evidence sheet. */
  'records',
  /** Export lists. */
  'export',
  /** Work on issues, follow-ups and promises. */
  'issues',
  /** Work on complaints and correction requests. */
  'cases',
  /** What only a lead decides: that all ways failed, that a task is escalated. */
  'approve',
  /** Figures and reports of the desk. */
  'figures',
  /** Score callbacks of others. */
  'quality',
  /** Read lists of policies in. */
  'import',
  /** Telephone account, head office, company. */
  'settings',
  /** Who may sign in, and in which role. */
  'people',
] as const;
export type Permission = (typeof permissions)[number];
