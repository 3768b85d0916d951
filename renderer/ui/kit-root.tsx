import type { ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import './tokens.css';
import './base.css';

/** Gives the components the language; wraps the whole window once. */
export const KitRoot = ({ locale, children }: { locale: string; children: ReactNode }) => (
  <I18nProvider locale={locale}>{children}</I18nProvider>
);
