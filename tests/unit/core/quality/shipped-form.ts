import { readFileSync } from 'node:fs';
import { qualityFormSchema, type QualityForm } from '../../../../core/quality/form-schema.ts';
import { parseRules } from '../../../../main/rules/read-rules.ts';

export const shippedFormText = readFileSync('resources/quality/form.yaml', 'utf8');

/** The form as it is shipped. */
export const shippedForm = (): QualityForm => parseRules(qualityFormSchema, shippedFormText);
