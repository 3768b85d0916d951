/**
 * What a translation of `T` must hold: the same keys with other words. English needs a singular beside each
 * plural (`days_one` beside `days_other`); Chinese has none.
 */
export type Translation<T> = {
  [K in keyof T]: T[K] extends string ? string : Translation<T[K]>;
} & { [K in keyof T as K extends `${infer Base}_other` ? `${Base}_one` : never]: string };
