import type { Drill, Locale } from '../../../../core/ipc/features/app.ts';

/** How a drill is called: T1 to T6 are names the trade uses, other ids are for files only. */
export const drillTitle = ({ id, title }: Pick<Drill, 'id' | 'title'>, locale: Locale): string =>
  /^T\d+$/.test(id) ? `${id} ${title[locale]}` : title[locale];
