import type { CellProblem } from '../../../../core/ipc/features/import.ts';
import type { T } from '../../../locales/i18n.ts';

/** A problem as a sentence that names the place, the reason and the remedy. */
export const problemSentence = (t: T, line: number, problem: CellProblem): string => {
  const text = t(`importProblem.${problem.code}`, { found: problem.found, taken: problem.taken ?? '' });
  if (problem.columnLetter === '') return t('import.problemRow', { line, text });
  const column = problem.column || (problem.field === null ? '' : t(`importField.${problem.field}`));
  return t('import.problemAt', { line, letter: problem.columnLetter, column, text });
};
