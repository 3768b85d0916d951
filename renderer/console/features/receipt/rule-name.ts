import { textOf } from '../../../locales/i18n.ts';

/** Name of a part of the pack; one that is not known is shown as it is. */
export const ruleName = (part: string): string => textOf(`receipt.rule.${part}`) ?? part;
