/** What one import may hold; beyond it the file is refused with `file_too_large` and should be split. */
export const maxFileBytes = 50 * 1024 * 1024;
export const maxRows = 200_000;
export const maxColumns = 200;
/** A workbook is a zip file; what it unpacks to is bounded, so that a small file cannot fill the memory. */
export const maxUnpackedBytes = 400 * 1024 * 1024;
