import type { ImportField } from '../../../../core/import/fields.ts';
import { zhCn } from '../../../locales/zh-cn/catalogue.ts';

/** Every field of the import in the order of the catalogue, which the type keeps complete. */
export const importFieldIds = Object.keys(zhCn.importField) as ImportField[];
