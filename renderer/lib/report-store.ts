import { create } from 'zustand';
import type { ReportName, ReportSpan } from '../../core/ipc/features/reports.ts';
import type { CoverageDimension, MonthBasis } from '../../core/report/coverage.ts';

export type ReportChoice = {
  report: ReportName;
  by: CoverageDimension;
  basis: MonthBasis;
  /** Line of the coverage figures whose misses are listed. */
  of: { month: string; key: string } | null;
  days: ReportSpan;
};

/** What the reports show; kept while a person looks at a customer and comes back. */
export const useReportStore = create<ReportChoice>(() => ({
  report: 'coverage',
  by: 'channel',
  basis: 'import',
  of: null,
  days: 30,
}));
export const chooseReport = (change: Partial<ReportChoice>): void => useReportStore.setState(change);
