import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import './badge.css';

export type Tone = 'plain' | 'accent' | 'good' | 'care' | 'rule' | 'practice';

type BadgeProps = { tone?: Tone; icon?: LucideIcon; children: ReactNode };

/** A short fact; its words carry the meaning, the colour only helps (WCAG 1.4.1). */
export const Badge = ({ tone = 'plain', icon: Icon, children }: BadgeProps) => (
  <span className={`badge tone-${tone}`}>
    {Icon && <Icon aria-hidden size={14} strokeWidth={2} />}
    {children}
  </span>
);

type NoticeProps = { tone?: Tone; icon?: LucideIcon; children: ReactNode; id?: string };

/** A message inside the page, near what it is about. */
export const Notice = ({ tone = 'plain', icon: Icon, children, id }: NoticeProps) => (
  <div className={`notice tone-${tone}`} id={id}>
    {Icon && <Icon aria-hidden size={18} strokeWidth={1.75} />}
    <div className="notice-text">{children}</div>
  </div>
);
