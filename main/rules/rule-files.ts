import { deskRulesSchema } from '../../core/issue/desk-rules.ts';
import { roleBookSchema } from '../../core/people/roles.ts';
import { reportTargetsSchema } from '../../core/report/targets.ts';
import { qualityFormSchema } from '../../core/quality/form-schema.ts';

/** Every file of rules that is read this way. Script pack, knowledge and phone policy have checks of their own. */
export const ruleFiles = {
  /** Complaints and correction requests. */
  desk: { schema: deskRulesSchema, shipped: 'issues/desk.yaml', headOffice: 'issue-desk.yaml' },
  roles: { schema: roleBookSchema, shipped: 'roles/roles.yaml', headOffice: 'roles.yaml' },
  /** What the reports count and hold it against. */
  reportTargets: {
    schema: reportTargetsSchema,
    shipped: 'reports/targets.yaml',
    headOffice: 'report-targets.yaml',
  },
  /** The quality check form. */
  qualityForm: { schema: qualityFormSchema, shipped: 'quality/form.yaml', headOffice: 'quality-form.yaml' },
} as const;
