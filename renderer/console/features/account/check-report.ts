import {
  checkVerdict,
  lineFindings,
  type CheckRow,
  type LineCheck,
} from '../../../../core/call/line-check.ts';
import type { T } from '../../../locales/i18n.ts';

/** Step and, where it is one of several, its server; a relay is always named. */
export const rowName = (t: T, row: CheckRow, several: boolean): string =>
  row.server !== null && (several || row.step === 'relay')
    ? `${t(`lineCheck.steps.${row.step}`)} · ${row.server}`
    : t(`lineCheck.steps.${row.step}`);

export const hasSeveralServers = (check: LineCheck): boolean =>
  check.rows.filter(({ step }) => step === 'dns').length > 1;

/** The sentence over the result; null while the check runs. */
export const verdictText = (t: T, check: LineCheck): string | null => {
  if (check.state === 'stopped') return t('lineCheck.verdicts.stopped');
  const verdict = checkVerdict(check);
  return verdict === null ? null : t(`lineCheck.verdicts.${verdict}`);
};

/** The whole result as text for the help desk: what is on screen, with the technical facts, without secrets. */
export const checkReport = (t: T, check: LineCheck, version: string): string => {
  const several = hasSeveralServers(check);
  const lines = [
    `${t('lineCheck.reportTitle')} ${version} · ${new Date(check.startedAt).toISOString()}`,
    verdictText(t, check) ?? '',
    '',
  ];
  check.rows.forEach((row, index) => {
    const ms = row.ms === null ? '' : ` (${t('lineCheck.ms', { ms: row.ms })})`;
    lines.push(`${index + 1}. ${rowName(t, row, several)}: ${t(`lineCheck.states.${row.state}`)}${ms}`);
    if (row.finding !== null) {
      const { finding, values } = row;
      lines.push(
        `   ${t(`lineFinding.${finding}.what`, values)} [${finding}]`,
        `   ${t('lineCheck.why')}${t(`lineFinding.${finding}.why`, values)}`,
        `   ${t('lineCheck.todo')}${t(`lineFinding.${finding}.todo`, values)} (${t(`lineCheck.helpers.${lineFindings[finding].helper}`)})`,
      );
    }
    for (const fact of row.technical) lines.push(`   - ${fact}`);
  });
  return lines.join('\n').slice(0, 20_000);
};
